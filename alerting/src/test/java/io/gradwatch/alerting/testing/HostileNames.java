package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.alerting.summary.SummaryPeriod;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import java.util.List;
import java.util.stream.Stream;

/** Names that a job may send to mislead or to hurt who reads them. */
public final class HostileNames {

    private HostileNames() {}

    /** The names. */
    public static Stream<String> all() {
        return Stream.of(
                "<!channel> <@U123> <https://evil.example|click me>",
                "<script>alert(1)</script><img src=x onerror=alert(2)>",
                "\"'><b>& &lt; &amp;amp;",
                "run\r\nBcc: victim@example.org\r\n\r\nbody",
                "\u202Eevil\u202C \u2066isolate\u2069 \u200B\uFEFF",
                "\u0000\u0007\u001b[31mred\u001b[0m\u009b2J",
                "\ud83d\ude00".repeat(200) + "\ud83d",
                "",
                " \t ",
                "&".repeat(5_000),
                "x".repeat(10_000_000),
                "@ada_l see evil.example/login [log in](https://evil.example)",
                "=?utf-8?B?QmNj?= *bold* _it_ `code` @here #general");
    }

    /** An alert with the name in every text that a job or a detector fills. */
    public static Alert everywhereIn(String name) {
        return Alert.newBuilder(Alerts.nan("a"))
                .setRunId("id " + name)
                .setRunName(name)
                .setProject(name)
                .setOwner(name)
                .setHost(name)
                .setLayer(name)
                .setSplit(name)
                .setAlertClass(name)
                .setSummary(name)
                .setEvidence(List.of(new Evidence(EvidenceRole.LEVEL, name, name, 1.5, name, name, 1.0)))
                .setCauses(List.of(new Advice(name, name)))
                .setRemedies(List.of(new Advice(name, name)))
                .build();
    }

    /** A summary with the name in every text that jobs or detectors fill. */
    public static Summary summaryOf(String name) {
        FleetSummary answer = new FleetSummary(
                null,
                3,
                1,
                List.of(new FleetSummary.Fault(name, 1, 1, 1, 0, 1, 0)),
                List.of(new FleetSummary.WorstRun("id " + name, name, name, name, name, name, 3, true)),
                List.of(new FleetSummary.Result(name, "id-2 " + name, name, 1, 2.0)),
                null);
        return new Summary("daily", SummaryPeriod.DAY, "", 0, 86_400_000, "UTC", answer, "");
    }
}
