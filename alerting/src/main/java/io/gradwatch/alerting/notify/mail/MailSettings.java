package io.gradwatch.alerting.notify.mail;

import io.gradwatch.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How mail is sent.
 *
 * @param server where to
 * @param username for authentication; null without
 * @param password for authentication; null without
 * @param from address of the sender
 * @param to addresses of the recipients, at least one
 * @param timeout for connecting and for each answer of the server
 */
record MailSettings(Server server, String username, Secret password, String from, List<String> to, Duration timeout) {

    /** Whether the connection turns to TLS after it was made. */
    enum StartTls {
        /** It must; without, nothing is sent. */
        REQUIRED,
        /** It does where the server offers it. */
        OPTIONAL,
        /** It does not. */
        OFF
    }

    /**
     * The mail server.
     *
     * @param host name
     * @param port from 1 to 65535
     * @param implicitTls whether the connection is TLS from its first byte; STARTTLS is not used then
     * @param startTls whether the connection turns to TLS
     * @param trustedCertificate PEM file with the certificates to trust instead of those of the JVM; null for those
     */
    record Server(String host, int port, boolean implicitTls, StartTls startTls, Path trustedCertificate) {}
}
