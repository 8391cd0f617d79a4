package io.postrider.bounce;

/**
 * What a refusal means. A throttled provider answers thousands a second, so this takes some microseconds and keeps no
 * state.
 */
public final class Classification {
    private static final Rules RULES = new Rules(RulesFile.read());

    private Classification() {}

    /**
     * @param code the reply's (RFC 5321, 4.2), or 0 if only the enhanced code is known, as in a delivery report
     * @param enhancedCode such as {@code 5.1.1} (RFC 3463); null if there is none, then one is looked for in the text
     * @param text the reply's without its codes; may be null; the first 1,000 characters count
     */
    public static Bounce of(int code, String enhancedCode, String text) {
        ReplyWords words = ReplyWords.of(text == null ? "" : text);
        EnhancedCode enhanced = EnhancedCode.parse(enhancedCode);
        if (enhanced == EnhancedCode.NONE) {
            enhanced = words.enhancedCode();
        }
        int known = code == 0 ? enhanced.classDigit() * 100 : code;
        return new Bounce(RULES.category(known, enhanced, words.words()), known >= 500);
    }
}
