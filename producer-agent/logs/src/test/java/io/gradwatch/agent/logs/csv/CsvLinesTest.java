package io.gradwatch.agent.logs.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLinesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                // A comma in a cell of another separator: decimals, unless the row shows that it groups thousands.
                "step;loss@10;2,5@10, 2.5",
                "step;loss@10;1,000@10, 1.000",
                "step;loss;acc@1,000;2.5;0.5@1000, 2.5, 0.5",
                "step;loss;acc@10;1,000;0.5@10, 1000, 0.5",
                "step;loss@10;1,234,567@10, 1234567",
                "step;loss@10;-2,5e-3@10, -2.5e-3",
                "step;loss@10;1,234.5@10, 1234.5"
            })
    void commaInACell_isDecimalOrThousands(String heading, String row, String cells) throws Exception {
        assertThat(String.join(", ", lines(heading + "\n" + row + "\n").next().orElseThrow()))
                .isEqualTo(cells);
    }

    @Test
    void quotedCell_mayHoldTheSeparator() throws Exception {
        CsvLines lines = lines("step,\"loss, train\",note\n1,2.5,\"a \"\"b\"\", c\"\n");

        assertThat(lines.columns()).containsExactly("step", "loss, train", "note");
        assertThat(lines.next()).contains(List.of("1", "2.5", "a \"b\", c"));
    }

    @Test
    void indexOfADataFrame_isAColumnWithoutAName() throws Exception {
        CsvLines lines = lines("step,loss\n0,10,2.5\n1,20,2.25\n");

        assertThat(lines.next()).contains(List.of("0", "10", "2.5"));
        assertThat(lines.columns()).containsExactly("", "step", "loss");
    }

    @Test
    void separatorAtTheEndOfRows_isNoCell() throws Exception {
        assertThat(lines("step,loss\n10,2.5,\n").next()).contains(List.of("10", "2.5"));
    }

    @Test
    void headingAgain_beginsAnotherTraining_perhapsWithOtherColumns() throws Exception {
        CsvLines lines = lines("step,loss\n10,2.5\nstep,loss,lr\n10,2.25,0.1\n");

        lines.next();
        assertThat(lines.restarted()).isFalse();
        assertThat(lines.next()).contains(List.of("10", "2.25", "0.1"));
        assertThat(lines.restarted()).isTrue();
        assertThat(lines.restarted()).isFalse();
    }

    @Test
    void comments_areLeftOut_butAHeadingInOneCounts() throws Exception {
        CsvLines lines = lines("# made by hand\n# step,loss\n10,2.5\n# half way\n20,2\n");

        assertThat(lines.columns()).containsExactly("step", "loss");
        assertThat(lines.next()).contains(List.of("10", "2.5"));
        assertThat(lines.next()).contains(List.of("20", "2"));
    }

    @Test
    void numbersAlone_areStepAndLoss_orColumns() throws Exception {
        CsvLines two = lines("1,2.5\n2,2.25\n");
        assertThat(two.columns()).containsExactly("step", "loss");
        assertThat(two.next()).contains(List.of("1", "2.5"));
        assertThat(two.next()).contains(List.of("2", "2.25"));
        assertThat(lines("1,2.5,3\n").columns()).containsExactly("column 1", "column 2", "column 3");
    }

    @Test
    void rowOfAnotherWidth_isWrong_andTheNextIsRead() throws Exception {
        CsvLines lines = lines("step,loss,lr\n10,2.5,1\n20\n30,2,1\n");

        lines.next();
        assertThatThrownBy(lines::next)
                .isInstanceOf(WrongRowException.class)
                .hasMessageContaining(":3: has 1 columns; expected 3, as the heading has");
        assertThat(lines.next()).contains(List.of("30", "2", "1"));
    }

    @Test
    void headingOfThousandsOfColumns_isNone() {
        assertThatThrownBy(() -> lines("a,".repeat(2_001) + "\n"))
                .isInstanceOf(UnreadableLogException.class)
                .hasMessageContaining("has more than 2000 columns");
    }

    private static CsvLines lines(String text) throws UnreadableLogException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new CsvLines(
                Path.of("run.csv"), TextLines.of(new ByteArrayInputStream(bytes), "run.csv", TextLines.Style.LENIENT));
    }
}
