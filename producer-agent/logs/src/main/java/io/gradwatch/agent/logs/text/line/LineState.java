package io.gradwatch.agent.logs.text.line;

import java.util.ArrayList;
import java.util.List;

/** Place in a line that is read from left to right, with the words that may be the name of the next number. */
final class LineState {

    final String line;
    final List<String> phrase = new ArrayList<>();
    int at;
    /** True if a mark stands between the words and the number: {@code loss: 2.5}. */
    boolean separated;
    /** True if the number before was named, so that one in brackets behind it is its mean. */
    String valued;

    boolean bracketed;
    /** True within the braces behind {@code losses}: each number there is a loss. */
    boolean inLosses;
    /** Place behind what Python prints around the number, such as {@code tensor(2.5, device='cuda:0')}; 0 for none. */
    int endOfCall;

    LineState(String line) {
        this.line = line;
    }

    boolean isAtEnd() {
        return at >= line.length();
    }

    char here() {
        return line.charAt(at);
    }

    String last() {
        return phrase.get(phrase.size() - 1);
    }

    /** The words so far are of what was read. */
    void forget() {
        phrase.clear();
        separated = false;
        bracketed = false;
    }
}
