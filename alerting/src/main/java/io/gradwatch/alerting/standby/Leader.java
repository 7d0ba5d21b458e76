package io.gradwatch.alerting.standby;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instance that writes the log of rows.
 *
 * @param name host and process
 * @param since when it took over
 */
public record Leader(String name, Instant since) {

    /** The instance of this process. */
    public static Leader thisProcess(Instant since) {
        String process = "process " + ProcessHandle.current().pid();
        try {
            process += " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The process alone is a name too.
        }
        return new Leader(process, since.truncatedTo(ChronoUnit.MILLIS));
    }
}
