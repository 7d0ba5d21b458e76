package io.gradwatch.schema.names;

import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one catalogue of names: signals with their units and spellings, words for the data of a split, kinds of losses,
 * and the direction in which a value gets better. Read from {@code catalogue.json} beside it, once; cannot be changed.
 *
 * <p>A name is understood by its words, see {@link NameWords}. Words for the data ({@code val}) and for how a value was
 * gathered ({@code epoch}, {@code mean}) are taken off; what is left is looked up. To add a spelling, add it to the
 * JSON file: to the signal where the name is unusual as a whole, to the words of a kind of loss where the word is.
 */
public final class NameCatalogue {

    /** Rank added where only the last part of a path is known. Own choice. */
    private static final int PATH_RANK = 8;

    private static final NameCatalogue SHARED = new NameCatalogue(CatalogueFile.read());

    private final CatalogueFile file;
    private final Map<String, CatalogueSignal> byId = new LinkedHashMap<>();
    private final Map<String, CatalogueSignal> bySpelling = new HashMap<>();
    private final LossNames losses;

    private NameCatalogue(CatalogueFile file) {
        this.file = file;
        this.losses = new LossNames(file.losses());
        for (CatalogueSignal signal : file.signals()) {
            byId.put(signal.id(), signal);
            for (String spelling : signal.spellings()) {
                if (bySpelling.put(spelling, signal) != null) {
                    throw new IllegalStateException(spelling + " is a spelling of two signals");
                }
            }
        }
    }

    /** The catalogue of this version. */
    public static NameCatalogue shared() {
        return SHARED;
    }

    /** All signals, in the order of the file. */
    public List<CatalogueSignal> signals() {
        return file.signals();
    }

    /** Ids of the signals of each section of a run's page, in their order. */
    public Map<String, List<String>> sections() {
        return file.sections();
    }

    /** The signal of that id; empty where there is none. */
    public Optional<CatalogueSignal> signal(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Words for the data of each split, those of two words first. */
    public Map<Split, List<String>> splits() {
        return file.splits();
    }

    /**
     * Words of other languages, in lower case and without accents, several with underscores between them, and the words
     * of the catalogue that they are.
     */
    public Map<String, String> translations() {
        return file.translations().words();
    }

    /** Meaning of a name; worked out anew at each call. */
    public Understood of(String name) {
        List<String> words = file.translations().of(NameWords.of(name));
        Optional<Understood> whole = spelled(String.join("_", words), Optional.empty(), 0)
                .or(() -> spelled(NameWords.plain(name), Optional.empty(), 0));
        if (whole.isPresent()) {
            return whole.get();
        }
        SplitWords data = SplitWords.of(words, file.splits());
        List<String> rest = without(data.rest(), file.aside());
        List<String> plain = without(rest, losses.gathered().keySet());
        int gathered = losses.gatheredRank(rest);
        Optional<Understood> signal = spelled(String.join("_", rest), data.split(), 0)
                .or(() ->
                        spelled(String.join("_", plain), data.split(), gathered).filter(NameCatalogue::isGathered));
        if (signal.isPresent()) {
            return signal.get();
        }
        Optional<Understood> last = lastPart(name, data.split());
        if (last.isPresent()) {
            return last.get();
        }
        LossNames.Found loss = losses.of(rest, plain);
        Better better = loss.kind() == LossKind.NONE ? better(words) : loss.better();
        Optional<CatalogueSignal> of = loss.kind() == LossKind.WHOLE ? signal("loss") : Optional.empty();
        int own = data.split().isPresent() ? 0 : 1;
        return new Understood(of, data.split(), loss.kind(), loss.rank() + gathered + own, better);
    }

    /**
     * A signal that the last part of a path names by two words or more, whatever stands before: {@code a/b/total_loss}.
     */
    private Optional<Understood> lastPart(String name, Optional<Split> split) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (last.length() == name.length() || NameWords.of(last).size() < 2) {
            return Optional.empty();
        }
        Understood inner = of(last);
        Optional<Split> of = inner.split().or(() -> split);
        boolean ofTraining = of.isEmpty() || of.get() == Split.TRAIN;
        boolean known = inner.isSignal() && (ofTraining || inner.signal().get().bySplit());
        int rank = Math.min(Understood.WEAK - 1, inner.rank() + PATH_RANK);
        return known
                ? Optional.of(new Understood(inner.signal(), of, inner.kind(), rank, inner.better()))
                : Optional.empty();
    }

    /** The direction in which values of this name get better, by its last word that is known. */
    public Better better(String name) {
        return of(name).better();
    }

    /** True for a value of the training, which has means and maxima; step_time is not the time of day. */
    private static boolean isGathered(Understood understood) {
        return understood.signal().flatMap(CatalogueSignal::section).isPresent();
    }

    private Optional<Understood> spelled(String joined, Optional<Split> split, int gathered) {
        CatalogueSignal signal = bySpelling.get(joined);
        boolean ofTraining = split.isEmpty() || split.get() == Split.TRAIN;
        if (signal == null || (!signal.bySplit() && !ofTraining)) {
            return Optional.empty();
        }
        int rank = signal.bySplit() ? gathered + (split.isPresent() ? 0 : 1) : place(signal, joined);
        return Optional.of(new Understood(Optional.of(signal), split, signal.kind(), rank, signal.better()));
    }

    /** All spellings of a signal that has no split are beyond doubt. */
    private static int place(CatalogueSignal signal, String spelling) {
        return Math.min(Understood.WEAK - 1, signal.spellings().indexOf(spelling));
    }

    private Better better(List<String> words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            for (Map.Entry<Better, Set<String>> direction : file.better().entrySet()) {
                if (direction.getValue().contains(words.get(i))) {
                    return direction.getKey();
                }
            }
        }
        return Better.NONE;
    }

    private static List<String> without(List<String> words, Set<String> left) {
        List<String> rest = new ArrayList<>(words);
        rest.removeIf(left::contains);
        return rest.isEmpty() ? words : rest;
    }
}
