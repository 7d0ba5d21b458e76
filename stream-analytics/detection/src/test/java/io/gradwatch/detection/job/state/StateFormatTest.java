package io.gradwatch.detection.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** Values in the format of state, written by one build and read by another whose classes differ. */
class StateFormatTest {

    /** To whom NaN is NaN. */
    static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withComparatorForType(Double::compare, Double.class)
            .withComparatorForType(Float::compare, Float.class)
            .build();

    /** Names of severities, as an earlier build had them. */
    public enum Colour {
        RED,
        GREEN
    }

    /** The same with one more, in another order. */
    public enum MoreColours {
        BLUE,
        GREEN,
        RED
    }

    /** State with a field of each kind. */
    public static class Every {
        public boolean flag = true;
        public byte small = -3;
        public int whole = 70_000;
        public long large = 1L << 40;
        public float single = Float.NaN;
        public double real = Double.NEGATIVE_INFINITY;
        public Double maybe;
        public String text = "ü €";
        public byte[] bytes = {1, -1};
        public int[] ints = {3, 4};
        public long[] longs = {5};
        public float[] floats = {0.5f};
        public double[] doubles = {Double.NaN, -0.0};
        public Colour colour = Colour.GREEN;
        public List<String> list = new ArrayList<>(List.of("a", "b"));
        public Map<Integer, Inner> map = new HashMap<>(Map.of(7, new Inner()));
        public Inner absent;
        public transient int forgotten = 5;
    }

    /** State within state. */
    public static class Inner {
        public long count = 9;
    }

    /** State of an earlier build. */
    public static class Earlier {
        public long count = 12;
        public Map<Integer, Inner> gone = new HashMap<>(Map.of(1, new Inner()));
        public List<String> alsoGone = new ArrayList<>(List.of("x"));
        public Every everyGone = new Every();
        public Colour colour = Colour.RED;
        public double last = 0.5;
    }

    /** The same state of a later build: a class of another name, with other fields. */
    public static class Later {
        public long count = -1;
        public MoreColours colour;
        public double last;
        public double added = 0.25;
    }

    /** One that counts in another kind of number. */
    public static class Changed {
        public double count;
    }

    @Test
    void eachKindOfField_comesBackAsItWas() {
        Every written = new Every();
        written.map.get(7).count = 11;

        Every read = StateBytes.read(StateBytes.of(Every.class, written), Every.class, Every.class);

        assertThat(read).usingRecursiveComparison(EXACT).isEqualTo(written);
        assertThat(read.forgotten).isEqualTo(5);
        assertThat(Double.compare(read.doubles[1], -0.0)).isZero();
    }

    @Test
    void copy_sharesNothingThatChanges() {
        Every original = new Every();
        Every copy = (Every) Format.of(Every.class).copy(original);

        assertThat(copy).usingRecursiveComparison(EXACT).isEqualTo(original);
        original.doubles[0] = 1;
        original.map.get(7).count = 1;
        original.list.add("c");
        assertThat(copy).usingRecursiveComparison(EXACT).isEqualTo(new Every());
    }

    @Test
    void laterBuild_readsByName_newFieldsAreAsInANewObject() {
        Later read = StateBytes.read(StateBytes.of(Earlier.class, new Earlier()), Earlier.class, Later.class);

        assertThat(read.count).isEqualTo(12);
        assertThat(read.colour).isEqualTo(MoreColours.RED);
        assertThat(read.last).isEqualTo(0.5);
        assertThat(read.added).isEqualTo(0.25);
    }

    @Test
    void fieldOfAnotherKind_isRefusedByName() {
        byte[] bytes = StateBytes.of(Earlier.class, new Earlier());

        assertThatThrownBy(() -> StateBytes.read(bytes, Earlier.class, Changed.class))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("state.count is DOUBLE but was written as LONG");
    }

    @Test
    void constantThatIsGone_isRefused() {
        Later written = new Later();
        written.colour = MoreColours.BLUE;

        assertThatThrownBy(() -> StateBytes.read(StateBytes.of(Later.class, written), Later.class, Earlier.class))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("state.colour is Choice[symbols=[RED, GREEN]]");
    }

    /** Constants whose text is not their name. */
    public enum Shade {
        DARK {
            @Override
            public String toString() {
                return "very dark";
            }
        }
    }

    /** State of an enum. */
    public static class Shaded {
        public Shade shade = Shade.DARK;
    }

    /** State that cannot be put back. */
    public static class Fixed {
        public final int count = 1;
    }

    /** State of which a part would be lost. */
    public static class Hidden {
        int count = 1;
    }

    /** State with two fields of one name. */
    public static class Twice extends Inner {
        public long count = 2;
    }

    @Test
    void orderOfFields_isPartOfTheLayout() {
        Layout.Field one = new Layout.Field("one", Scalar.LONG);
        Layout.Field other = new Layout.Field("other", Scalar.LONG);

        assertThat(new Layout.Fields(List.of(one, other))).isNotEqualTo(new Layout.Fields(List.of(other, one)));
    }

    @Test
    void constants_areWrittenByName() {
        assertThat(Format.of(Shade.class).layout()).isEqualTo(new Layout.Maybe(new Layout.Choice(List.of("DARK"))));
        assertThat(StateBytes.read(StateBytes.of(Shaded.class, new Shaded()), Shaded.class, Shaded.class).shade)
                .isEqualTo(Shade.DARK);
    }

    @Test
    void enumOfMoreConstantsThanAByteCounts_hasNoFormat() {
        assertThatThrownBy(() -> Format.of(ManyConstants.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 256 constants");
    }

    @Test
    void symbolThatIsNone_isRefused() {
        byte[] damaged = {1, 1, 9};

        assertThatThrownBy(() -> StateBytes.read(damaged, Shaded.class, Shaded.class))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessage("state.shade is damaged: it has the symbol 9 of 1");
    }

    @Test
    void arrayThatNoBuildWouldRead_isNotWritten() {
        byte[] tooLong = new byte[Scalar.MOST_BYTES + 1];

        assertThatThrownBy(() -> Scalar.BYTES.write(tooLong, new DataOutputSerializer(16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("134217729 bytes");
    }

    @Test
    void fieldsThatWouldBeLost_areRefused() {
        assertThatThrownBy(() -> Format.of(Fixed.class))
                .hasMessageContaining("Fixed.count of a state must be public and");
        assertThatThrownBy(() -> Format.of(Hidden.class))
                .hasMessageContaining("Hidden.count of a state must be public");
        assertThatThrownBy(() -> Format.of(Twice.class)).hasMessage("two members of a state have the name count");
    }

    @Test
    void layout_holdsNoNameOfAClass() {
        assertThat(Format.of(Every.class).layout().toString()).doesNotContain("Every", "Inner", "Colour");
    }
}
