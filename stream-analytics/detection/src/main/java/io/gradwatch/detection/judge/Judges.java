package io.gradwatch.detection.judge;

import io.gradwatch.detection.sketch.Features;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One judge a family, and the bars that they share. Immutable, and shared between threads. */
public final class Judges {

    private static final String BARS = "bars.txt";
    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    private static final ThreadLocal<float[]> INPUTS =
            ThreadLocal.withInitial(() -> new float[Features.all().size()]);

    private final EnumMap<JudgeFamily, Judge> judges;
    private final Bars bars;

    /** @param judges one for each family */
    public Judges(Map<JudgeFamily, Judge> judges, Bars bars) {
        this.judges = new EnumMap<>(judges);
        this.bars = bars;
    }

    /** The judges that are shipped. */
    public static Judges load() {
        return Shipped.JUDGES;
    }

    /** Judges that never see anything: what witnesses say is not told. */
    public static Judges none() {
        Judge silent = new Judge(new TreeModel.Builder().build(), 1, 0, List.of());
        Map<JudgeFamily, Judge> judges = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : FAMILIES) {
            judges.put(family, silent);
        }
        Bars.Row unreachable = new Bars.Row(1, Collections.nCopies(FAMILIES.length, Math.nextDown(1.0)));
        return new Judges(judges, new Bars(List.of(unreachable)));
    }

    /** Name of the file of a family's judge. */
    public static String file(JudgeFamily family) {
        return family.id() + ".txt";
    }

    /** Name of the file of the bars. */
    public static String barsFile() {
        return BARS;
    }

    /** The judge of a family. */
    public Judge judge(JudgeFamily family) {
        return judges.get(family);
    }

    /** Calibrated probability that the run has a fault of the family, 0 to 1. */
    public double probability(JudgeFamily family, Judgement judgement) {
        return judges.get(family).probability(judgement.margin(family));
    }

    /** The bars of all families. */
    public Bars bars() {
        return bars;
    }

    /** Where one thread may put what it sees of a run; it is not kept. */
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
        for (JudgeFamily family : FAMILIES) {
            judgement.take(family, judges.get(family).trees().margin(inputs));
        }
    }

    /** Read when they are first asked for. */
    private static final class Shipped {

        private static final Judges JUDGES = read();

        private static Judges read() {
            Map<JudgeFamily, Judge> judges = new EnumMap<>(JudgeFamily.class);
            for (JudgeFamily family : JudgeFamily.values()) {
                judges.put(family, Judge.parse(file(family), lines(file(family))));
            }
            return new Judges(judges, Bars.parse(BARS, lines(BARS)));
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
