package io.postrider.sender.compose;

import java.util.Random;
import java.util.stream.IntStream;

/** Texts of any Unicode, the same in each run. */
final class RandomTexts {
    private static final String[] KINDS = {
        "abc XYZ 019",
        " .,;:\"\\()<>@[]=?_%&'*!#",
        "äöüßéñ",
        "абвгдж",
        "日本語中文",
        "🎉👩‍👧🇩🇪𝄞",
        "\r\n\t\u0000\u0085",
        "אבגד",
        "e\u0301"
    };

    private final Random random = new Random(20_261_124);

    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Mails of one to three kinds, so that there are texts for each encoding. */
    String text(int longest) {
        return text(longest, KINDS);
    }

    /** Mails of one to three of these kinds. */
    String text(int longest, String... choice) {
        int[][] kinds = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(
                        k -> choice[random.nextInt(choice.length)].codePoints().toArray())
                .toArray(int[][]::new);
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(longest); n > 0; n--) {
            int[] kind = kinds[random.nextInt(kinds.length)];
            text.appendCodePoint(kind[random.nextInt(kind.length)]);
        }
        return text.toString();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
