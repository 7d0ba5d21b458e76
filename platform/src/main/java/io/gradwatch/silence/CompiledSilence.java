package io.gradwatch.silence;

import io.gradwatch.schema.Silence;
import java.util.List;

/** A silence with its patterns read. */
record CompiledSilence(Silence silence, AlertMatchers matchers) {

    /** @throws IllegalArgumentException when the silence breaks a rule, with all that is wrong */
    static CompiledSilence of(Silence silence) {
        List<String> problems = SilenceRules.problems(silence);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a silence " + String.join("; ", problems));
        }
        return new CompiledSilence(silence, AlertMatchers.of(silence.getMatchers()));
    }
}
