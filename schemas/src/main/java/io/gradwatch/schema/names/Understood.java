package io.gradwatch.schema.names;

import io.gradwatch.schema.Split;
import java.util.Optional;

/**
 * Meaning of a name.
 *
 * @param signal that it is a spelling of
 * @param split of the data that it names; empty where it names none
 * @param kind of loss or reward
 * @param rank preference among the names of one signal or kind, 0 the best. From {@value #WEAK} on the name is taken
 *     only where no other is
 * @param better direction of its values
 */
public record Understood(
        Optional<CatalogueSignal> signal, Optional<Split> split, LossKind kind, int rank, Better better) {

    /** Names of this rank and above are taken where nothing better is. */
    public static final int WEAK = 20;

    /** A name without a known meaning. */
    static Understood nothing(Better better) {
        return new Understood(Optional.empty(), Optional.empty(), LossKind.NONE, 0, better);
    }

    /** True where the name is that of the signal beyond doubt. */
    public boolean isSignal() {
        return signal.isPresent() && rank < WEAK;
    }
}
