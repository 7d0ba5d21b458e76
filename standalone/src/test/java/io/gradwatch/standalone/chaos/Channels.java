package io.gradwatch.standalone.chaos;

import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.standalone.e2e.CuttableLine;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Slack and a mail server on the loopback address, each behind a line that can be cut. */
final class Channels implements AutoCloseable {

    static final String SLACK = "slack";
    static final String MAIL = "mail";

    /** Faults that can be done to them. */
    static final List<Target> TARGETS = List.of(
            new Target(SLACK, FaultKind.CUT, 2),
            new Target(SLACK, FaultKind.HANG, 2),
            new Target(SLACK, FaultKind.ERROR, 2),
            new Target(SLACK, FaultKind.RATE_LIMIT, 2),
            new Target(SLACK, FaultKind.SILENCE, 2),
            new Target(SLACK, FaultKind.RESET, 2),
            new Target(MAIL, FaultKind.CUT, 2),
            new Target(MAIL, FaultKind.HANG, 2));

    private final LoopbackSlack slack = new LoopbackSlack();
    private final GreenMail mail = LoopbackMail.create();
    private final Inbox inbox = new Inbox(slack, mail);
    private final CuttableLine slackLine;
    private final CuttableLine mailLine;

    /** Starts both. */
    Channels() throws IOException {
        mail.start();
        slackLine = new CuttableLine(slack.port());
        mailLine = new CuttableLine(mail.getSmtp().getPort());
    }

    /**
     * Section of the configuration that sends all alerts to both channels, each run for itself.
     *
     * @param standby true for an instance of several
     */
    String configuration(boolean standby) {
        URI webhook = URI.create("http://127.0.0.1:" + slackLine.port() + LoopbackSlack.WEBHOOK_PATH);
        return """
                public-url: %s
                alerting:
                  standby: %s
                  group-wait: 100ms
                  group-interval: 1s
                  cause-window: 0s
                  receivers:
                    - {name: slack, slack: {url: "%s", timeout: 2s}}
                    - name: mail
                      email: {host: 127.0.0.1, port: %d, starttls: off, from: g@example.org, to: [ada@example.org], timeout: 2s}
                  routes:
                    - {match: {severity: info}, receivers: [slack, mail]}
                """.formatted(Inbox.PUBLIC_URL, standby, webhook, mailLine.port());
    }

    /** Everything that they took. */
    Inbox inbox() {
        return inbox;
    }

    /** Begins a fault of one of them. */
    void hurt(Fault fault) {
        CuttableLine line = fault.part().equals(SLACK) ? slackLine : mailLine;
        switch (fault.kind()) {
            case CUT -> line.cut();
            case HANG -> line.hang();
            case ERROR -> slack.breakDown(new Trouble.Answer(500, "rollup_error", Map.of()));
            case RATE_LIMIT -> slack.breakDown(new Trouble.Answer(429, "rate_limited", Map.of("Retry-After", "1")));
            case SILENCE -> slack.breakDown(new Trouble.Silence());
            case RESET -> slack.breakDown(new Trouble.Reset());
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    /** Ends all faults. */
    void mend() {
        slack.recover();
        slackLine.mend();
        mailLine.mend();
    }

    @Override
    public void close() throws IOException {
        slackLine.close();
        mailLine.close();
        mail.stop();
        slack.close();
    }
}
