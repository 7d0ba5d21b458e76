package io.gradwatch.fleet.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import org.junit.jupiter.api.Test;

class PastAlertsTest {

    @Test
    void evidenceOfAnEarlierVersion_isACircumstanceOfNoSeries() {
        assertThat(PastAlerts.evidence(new AlertDetail.Evidence(null, null, "loss", 2, "times", ">=", 1.5)))
                .isEqualTo(new Evidence(EvidenceRole.CIRCUMSTANCE, "", "loss", 2.0, "times", ">=", 1.5));
    }

    @Test
    void evidence_isRestoredAsItWasSent() {
        Evidence sent = new Evidence(EvidenceRole.LEVEL, "loss", "loss", 2.5, "", "", null);

        assertThat(PastAlerts.evidence(new AlertDetail.Evidence("level", "loss", "loss", 2.5, "", "", null)))
                .isEqualTo(sent);
    }
}
