package io.gradwatch.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.config.PublicUrl;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class AlertTextTest {

    @Test
    void alert_isItsIdWhatPeopleDidAndItsEvidence() throws Exception {
        String text = text("""
                        {"id": "digits/a0/nan/300/5f2b", "severity": "critical", "status": "acknowledged", "class": "nan",
                         "run": "digits", "onset_step": 300, "summary": "Loss is NaN",
                         "acknowledgement": {"by": "ada", "comment": "restarting", "at_millis": 1793664000000},
                         "annotations": [
                           {"kind": "comment", "by": "bob", "text": "bad\\u001b batch", "at_millis": 1793664001000},
                           {"kind": "assignment", "by": "ada", "assignee": "bob", "at_millis": 1793664002000},
                           {"kind": "usefulness", "by": "ada", "useful": true, "at_millis": 1793664003000}],
                         "evidence": [{"name": "step", "value": 300.0, "unit": ""},
                           {"name": "loss", "value": 2.55, "comparison": ">", "threshold": 2.0, "unit": "nat"},
                           {"name": "norm", "value": "NaN", "unit": ""}]}""");

        assertThat(text).contains("\nid: digits/a0/nan/300/5f2b\n").contains("""
                        People:
                          2026-11-03T00:00:00Z ada: acknowledged: restarting
                          2026-11-03T00:00:01Z bob: bad\uFFFD batch
                          2026-11-03T00:00:02Z ada: assigned to bob
                          2026-11-03T00:00:03Z ada: useful

                        Evidence:
                          step: 300
                          loss: 2.550 > 2 nat
                          norm: NaN
                        """);
    }

    @Test
    void alertThatNobodyTouched_hasNoPeople() throws Exception {
        String text = text("""
                        {"id": "digits/a0/nan/300/5f2b", "acknowledgement": null, "annotations": []}""");

        assertThat(text).doesNotContain("People");
    }

    @Test
    void lastGoodCheckpoint_isNamed_andThoseThatMayHoldTheFaultAreCounted() throws Exception {
        String text = text("""
                        {"id": "a", "suspect_checkpoints": 2,
                         "last_good_checkpoint": {"step": 1000, "path": "ckpt/\\u001b1000.pt", "attempt": 0}}""");

        assertThat(text).contains("""
                        Last good checkpoint:
                          step 1,000: ckpt/\uFFFD1000.pt
                          2 saved later may hold the fault
                        """);
        assertThat(text("{\"id\": \"a\", \"last_good_checkpoint\": null, \"suspect_checkpoints\": 0}"))
                .doesNotContain("checkpoint");
    }

    private static String text(String json) throws Exception {
        StringWriter text = new StringWriter();
        PageLinks links = new PageLinks(() -> PublicUrl.of("http://monitor:8484"));
        new AlertText(new ObjectMapper().readTree(json), links).print(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
