package io.postrider.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Derives new inputs from known ones by a few changes. The same seed gives the same inputs. */
final class Mutations {
    private static final int MOST_CHANGES = 6;
    private static final int MOST_INSERTED = 16;
    private static final int MOST_REPEATED = 400;

    private final List<byte[]> known;
    private final List<byte[]> words;
    private final int mostBytes;

    /**
     * @param known at least one;
     * @param words that may be inserted whole;
     * @param mostBytes of an input
     */
    Mutations(List<byte[]> known, List<byte[]> words, int mostBytes) {
        this.known = known;
        this.words = words;
        this.mostBytes = mostBytes;
    }

    byte[] input(SplittableRandom random) {
        byte[] input = one(known, random);
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            input = change(input, random);
        }
        return input.length > mostBytes ? Arrays.copyOf(input, mostBytes) : input;
    }

    private byte[] change(byte[] input, SplittableRandom random) {
        int from = random.nextInt(input.length + 1);
        int to = from + Math.min(random.nextInt(1 << random.nextInt(8)) + 1, input.length - from);
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                words.isEmpty() ? flipped(input, from, random) : replaced(input, from, from, one(words, random));
            case 2 -> words.isEmpty() ? flipped(input, from, random) : replaced(input, from, to, one(words, random));
            case 3 -> flipped(input, from, random);
            case 4 -> replaced(input, from, to, new byte[0]);
            case 5 -> replaced(input, from, from, random(random));
            case 6 -> replaced(input, to, to, repeated(Arrays.copyOfRange(input, from, to), random));
            case 7 -> replaced(input, from, to, piece(one(known, random), random));
            default -> replaced(input, from, from, piece(input, random));
        };
    }

    private static byte[] flipped(byte[] input, int at, SplittableRandom random) {
        byte[] flipped = input.clone();
        if (at < flipped.length) {
            flipped[at] = (byte) (random.nextBoolean() ? flipped[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
        }
        return flipped;
    }

    private static byte[] random(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(MOST_INSERTED)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] repeated(byte[] piece, SplittableRandom random) {
        int times = random.nextInt(random.nextInt(8) == 0 ? MOST_REPEATED : 4) + 1;
        byte[] repeated = new byte[Math.min(piece.length * times, mostBytes)];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = piece[i % piece.length];
        }
        return repeated;
    }

    private static byte[] piece(byte[] of, SplittableRandom random) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, from, from + random.nextInt(of.length - from + 1));
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        byte[] whole = new byte[input.length - (to - from) + by.length];
        System.arraycopy(input, 0, whole, 0, from);
        System.arraycopy(by, 0, whole, from, by.length);
        System.arraycopy(input, to, whole, from + by.length, input.length - to);
        return whole;
    }

    private static byte[] one(List<byte[]> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
