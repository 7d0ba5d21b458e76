package io.gradwatch.detection.judge;

import io.gradwatch.detection.sketch.Features;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The judge of faults, the trees that name their family, and the bars. Immutable, and shared between threads. */
public final class Judges {

    private static final String FAULT = "fault.txt";
    private static final String BARS = "bars.txt";
    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    private static final ThreadLocal<float[]> INPUTS =
            ThreadLocal.withInitial(() -> new float[Features.all().size()]);

    private final Judge fault;
    private final EnumMap<JudgeFamily, TreeModel> names;
    private final Bars bars;

    /**
     * @param fault tells whether there is a fault
     * @param names trees for each family, whose sum is the log odds that a fault is of the family
     * @param bars of the probability of a fault
     */
    public Judges(Judge fault, Map<JudgeFamily, TreeModel> names, Bars bars) {
        this.fault = fault;
        this.names = new EnumMap<>(names);
        this.bars = bars;
    }

    /** The judges that are shipped. */
    public static Judges load() {
        return Shipped.JUDGES;
    }

    /** Judges that never see anything: what witnesses say is not told. */
    public static Judges none() {
        return withBar(Math.nextDown(1.0));
    }

    /** Judges that know nothing, and tell a fault from a probability on. */
    public static Judges withBar(double probability) {
        TreeModel empty = new TreeModel.Builder().build();
        Map<JudgeFamily, TreeModel> names = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : FAMILIES) {
            names.put(family, empty);
        }
        return new Judges(new Judge(empty, 1, 0, List.of()), names, new Bars(List.of(new Bars.Row(1, probability))));
    }

    /** Name of the file of the judge of faults. */
    public static String faultFile() {
        return FAULT;
    }

    /** Name of the file of the trees that name a family. */
    public static String file(JudgeFamily family) {
        return family.id() + ".txt";
    }

    /** Name of the file of the bars. */
    public static String barsFile() {
        return BARS;
    }

    /** Probabilities from which on a fault is told. */
    public Bars bars() {
        return bars;
    }

    /** Buffer of one thread for the features of a run; it is not kept. */
    public static float[] inputs() {
        return INPUTS.get();
    }

    /**
     * Judges a run as it is now.
     *
     * @param inputs one value a feature, NaN where unknown
     * @param judgement takes what is seen
     */
    public void look(float[] inputs, Judgement judgement) {
        float[] spread = CompleteTrees.spread(inputs);
        judgement.take(fault.trees().marginOf(spread));
        judgement.probability = fault.probability(judgement.margin);
        judgement.rises = Rise.isIn(inputs);
        for (JudgeFamily family : FAMILIES) {
            judgement.take(family, names.get(family).marginOf(spread));
        }
    }

    /** Judges a run that is over by what was seen of it; true where that may say more than the last look. */
    public boolean conclude(Judgement judgement) {
        double more = Judgement.lastWord(judgement.looks);
        judgement.margin += more;
        judgement.probability = fault.probability(judgement.margin);
        return more > 0;
    }

    /** Read when they are first asked for. */
    private static final class Shipped {

        private static final Judges JUDGES = read();

        private static Judges read() {
            Map<JudgeFamily, TreeModel> names = new EnumMap<>(JudgeFamily.class);
            for (JudgeFamily family : FAMILIES) {
                names.put(family, judge(file(family)).trees());
            }
            return new Judges(judge(FAULT), names, Bars.parse(BARS, lines(BARS)));
        }

        private static Judge judge(String file) {
            return Judge.parse(file, lines(file));
        }

        private static List<String> lines(String file) {
            try (InputStream in = Judges.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + file + " is missing");
                }
                return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("the resource " + file + " cannot be read", e);
            }
        }
    }
}
