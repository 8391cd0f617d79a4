package io.postrider.replies;

/**
 * Classifies refusals. A throttling provider can send thousands a second, so this takes only microseconds and keeps no
 * state.
 */
public final class Classification {
    private static final Rules RULES = new Rules(RulesFile.read());

    private Classification() {}

    /**
     * Loads the rules now, not at the first refusal, which arrives on an event loop. Call it at start; it takes up to
     * half a second, mostly for loading the YAML parser's classes.
     */
    public static void warm() {
        of(550, null, "user unknown");
    }

    /** {@link #of(int, String, String, DialogueStage)} with an unknown stage. */
    public static Bounce of(int code, String enhancedCode, String text) {
        return of(code, enhancedCode, text, DialogueStage.UNKNOWN);
    }

    /**
     * @param code the reply's (RFC 5321, 4.2), or 0 if only the enhanced code is known, as in a delivery report
     * @param enhancedCode such as {@code 5.1.1} (RFC 3463); null if there is none; then the text is searched for one
     * @param text the reply's text without its codes; may be null; only the first 1,000 characters are read
     * @param stage what was refused, unless the text names an earlier stage: before RCPT no reply concerns the
     *     recipient
     */
    public static Bounce of(int code, String enhancedCode, String text, DialogueStage stage) {
        ReplyTokens words = ReplyTokens.of(text == null ? "" : text);
        EnhancedCode given = EnhancedCode.parse(enhancedCode);
        EnhancedCode enhanced = telling(given, words);
        int known = code == 0 ? (given == EnhancedCode.NONE ? words.enhancedCode() : given).classDigit() * 100 : code;
        boolean quoted = enhanced == words.quotedCode() && enhanced != EnhancedCode.NONE;
        DialogueStage refused = stage.orEarlier(DialogueStage.said(words.words()));
        EnhancedCode agreed = quoted ? enhanced : enhanced.ofClass(known / 100);
        Bounce read = RULES.read(known, agreed, words.words(), refused);
        boolean sender = given.ofSender() || enhanced.ofSender();
        Bounce told = refused.beforeRecipient() || sender ? read.ofSender(refused) : doubted(read, words, enhanced);
        return told.about(RefusalSubject.of(told, refused, enhanced, sender, words.words()));
    }

    /** Doubtful if it also mentions other parties, or if the reply that it quotes is not permanent. */
    private static Bounce doubted(Bounce read, ReplyTokens words, EnhancedCode enhanced) {
        boolean quoted = enhanced == words.quotedCode() && enhanced != EnhancedCode.NONE;
        boolean doubtful = quoted && enhanced.classDigit() != 5 || DoubtfulWords.isIn(words.words());
        return doubtful ? read.doubted() : read;
    }

    /** Among nested replies the innermost is the reason; the server's codes take precedence over its text. */
    private static EnhancedCode telling(EnhancedCode given, ReplyTokens words) {
        if (words.quotedCode() != EnhancedCode.NONE) {
            return words.quotedCode();
        }
        boolean saysNothing =
                given == EnhancedCode.NONE || given.undefined() && words.enhancedCode() != EnhancedCode.NONE;
        return saysNothing ? words.enhancedCode() : given;
    }
}
