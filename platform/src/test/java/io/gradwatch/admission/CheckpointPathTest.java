package io.gradwatch.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointPathTest {

    @Test
    void pathOfUsualLength_staysAsItIs() {
        String longest = "x".repeat(CheckpointPath.CHARACTERS);

        assertThat(CheckpointPath.bounded("ckpt/1.pt")).isEqualTo("ckpt/1.pt");
        assertThat(CheckpointPath.bounded(longest)).isEqualTo(longest);
    }

    @Test
    void longerPath_keepsItsEnds_andIsToldFromOthers() {
        String first = CheckpointPath.bounded("s3://bucket/" + "x".repeat(5_000) + "1" + "y".repeat(5_000) + "/a.pt");
        String second = CheckpointPath.bounded("s3://bucket/" + "x".repeat(5_000) + "2" + "y".repeat(5_000) + "/a.pt");

        assertThat(first)
                .hasSize(CheckpointPath.CHARACTERS)
                .startsWith("s3://bucket/x")
                .endsWith("y/a.pt");
        assertThat(second).hasSameSizeAs(first).isNotEqualTo(first);
    }

    @Test
    void charactersOfTwoHalves_areNotCutInTheMiddle() {
        for (String before : new String[] {"", "x"}) {
            String bounded = CheckpointPath.bounded(before + "\uD83D\uDE00".repeat(2_000));

            assertThat(bounded).hasSizeBetween(CheckpointPath.CHARACTERS - 2, CheckpointPath.CHARACTERS);
            assertThat(bounded.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }
}
