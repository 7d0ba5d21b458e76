package io.gradwatch.agent.logs.text.plain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "step 10 loss 2.5",
                "2026-01-01 10:00:00,123 INFO step 10 loss 2.5",
                "[2026-01-01 10:00:00] [INFO] step 10 loss 2.5",
                "Mar 02 10:00:00 step 10 loss 2.5",
                "2026-01-01T10:00:00.123Z | INFO | step 10 loss 2.5",
                "I0302 10:00:10.000000  1234 solver.cpp:239] step 10 loss 2.5",
                "INFO:root:step 10 loss 2.5",
                "train.py:45 step 10 loss 2.5",
                "> > step 10 loss 2.5",
                "\u001b[32mstep 10\u001b[0m loss 2.5",
                "step 99\b\b10 loss 2.5",
                "{\"log\": \"step 10 loss 2.5\\n\", \"stream\": \"stdout\"}",
                "step 10 loss tensor(2.5)\u200b"
            })
    void surroundings_areTakenOff(String line) {
        assertThat(PlainLine.of(line).text().replace("tensor(2.5)", "2.5")).isEqualTo("step 10 loss 2.5");
        assertThat(PlainLine.of(line).rank()).isEmpty();
    }

    @Test
    void process_isNotedAndTakenOff() {
        assertThat(PlainLine.of("[rank 3] loss 2.5"))
                .extracting(PlainLine::rank, PlainLine::text)
                .containsExactly("/3", "loss 2.5");
        assertThat(PlainLine.of("[1,2]<stdout>:loss 2.5").rank()).isEqualTo("/2");
        assertThat(PlainLine.of("(train pid=123) loss 2.5").rank()).isEqualTo("/train pid=123");
    }

    @Test
    void charactersOfHtml_andWideForms_arePlain() {
        assertThat(PlainLine.of("loss -&gt; 2.5 &amp; lr 1").text()).isEqualTo("loss -> 2.5 & lr 1");
        assertThat(PlainLine.of("loss &unknown; 2.5").text()).isEqualTo("loss &unknown; 2.5");
        assertThat(PlainLine.of("\u3010loss\u3011\uff1a2.5").text()).isEqualTo("loss:2.5");
    }

    @Test
    void normOfTheGradient_isNamed() {
        assertThat(PlainLine.of("loss 2.5 |g| 1.5 ||grad|| 1").text()).isEqualTo("loss 2.5 grad_norm 1.5 grad_norm 1");
    }

    @Test
    void lineOfMegabytes_isCut() {
        assertThat(PlainLine.of("a".repeat(1 << 20)).text()).hasSize(4_000);
    }
}
