package io.postrider.replies;

import java.util.List;
import java.util.Set;

/**
 * One rule of {@code rules.yaml}. All its conditions must hold; a condition holds if one of its values does.
 *
 * @param codes such as {@code 550} or {@code 4yz}
 * @param enhancedCodes such as {@code 5.1.1}, {@code x.7.26}, {@code 5.7.606-649} or {@code 4.7.*}
 * @param phrases empty if the text does not matter
 * @param anywhere sets of which one word each must occur, in any order
 * @param stages what was refused; empty if it does not matter
 * @param whole whether a phrase must be the whole text
 * @param oneMailbox whether it concerns the recipient, not the site
 * @param vague whether the phrases may concern the sender; then only an enhanced code about the recipient suppresses
 *     the address
 * @param source the document from which the rule comes
 */
record Rule(
        Category category,
        List<CodePattern> codes,
        List<EnhancedPattern> enhancedCodes,
        List<Phrase> phrases,
        List<Set<String>> anywhere,
        Set<DialogueStage> stages,
        boolean whole,
        boolean oneMailbox,
        boolean vague,
        String source) {

    Bounce bounce(boolean permanent, EnhancedCode enhanced) {
        return new Bounce(category, permanent, oneMailbox, vague && !enhanced.ofRecipient(), RefusalSubject.MAIL);
    }

    /** @param code three digits, or only the class as {@code 500} if no code is known */
    boolean takes(int code, EnhancedCode enhanced, DialogueStage stage) {
        return takesCode(code) && takesEnhanced(enhanced) && (stages.isEmpty() || stages.contains(stage));
    }

    boolean takesWords(List<String> words) {
        for (Set<String> wanted : anywhere) {
            if (words.stream().noneMatch(wanted::contains)) {
                return false;
            }
        }
        return true;
    }

    private boolean takesCode(int code) {
        for (CodePattern pattern : codes) {
            if (pattern.takes(code)) {
                return true;
            }
        }
        return codes.isEmpty();
    }

    private boolean takesEnhanced(EnhancedCode enhanced) {
        for (EnhancedPattern pattern : enhancedCodes) {
            if (pattern.takes(enhanced)) {
                return true;
            }
        }
        return enhancedCodes.isEmpty();
    }

    /** A code, or all codes of a class. */
    record CodePattern(int least, int most) {
        static CodePattern of(String text) {
            if (text.matches("[45]yz")) {
                int least = (text.charAt(0) - '0') * 100;
                return new CodePattern(least, least + 99);
            }
            if (!text.matches("[45][0-9]{2}")) {
                throw new IllegalArgumentException("'" + text + "' is not a code such as 550 or 5yz");
            }
            int code = Integer.parseInt(text);
            return new CodePattern(code, code);
        }

        boolean takes(int code) {
            return code >= least && code <= most;
        }
    }

    /** @param classDigit 0 for any */
    record EnhancedPattern(int classDigit, int subject, int least, int most) {
        static EnhancedPattern of(String text) {
            if (!text.matches("[x45]\\.[0-9]{1,3}\\.([*]|[0-9]{1,3}(-[0-9]{1,3})?)")) {
                throw new IllegalArgumentException("'" + text + "' is not an enhanced code such as x.7.26 or 5.1.1");
            }
            String[] fields = text.split("[.-]");
            int classDigit = fields[0].equals("x") ? 0 : Integer.parseInt(fields[0]);
            int subject = Integer.parseInt(fields[1]);
            if (fields[2].equals("*")) {
                return new EnhancedPattern(classDigit, subject, 0, 999);
            }
            int least = Integer.parseInt(fields[2]);
            int most = fields.length > 3 ? Integer.parseInt(fields[3]) : least;
            return new EnhancedPattern(classDigit, subject, least, most);
        }

        boolean takes(EnhancedCode code) {
            return code.subject() == subject
                    && code.detail() >= least
                    && code.detail() <= most
                    && (classDigit == 0 || classDigit == code.classDigit());
        }
    }
}
