package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a receiver by mail.
 *
 * @param server where to
 * @param username for authentication; null without
 * @param password for authentication; null without
 * @param from address of the sender
 * @param to addresses of the recipients, at least one
 * @param toOwner true where mails go to the owners of runs, and to {@code to} where these have no address
 * @param timeout for connecting and for each answer of the server
 */
record MailSettings(
        Server server,
        String username,
        Secret password,
        String from,
        List<String> to,
        boolean toOwner,
        Duration timeout) {

    private static final ConfigKey<Boolean> TO_OWNER = ConfigKey.flag(
            "to-owner",
            false,
            "Whether mails go to the owners of runs, by alerting.owners, and to `to` only where one has no address.");

    private static final ConfigKey<String> HOST = ConfigKey.text("host", null, "Name of the mail server.")
            .that(host -> host.matches("[A-Za-z0-9.:_-]+"), "that is the name or address of a host");

    /** Its default depends on {@link #TLS}. */
    private static final ConfigKey<Integer> PORT =
            ConfigKey.wholeNumber("port", null, 1, 65_535, "Port of the mail server: 587, with tls 465, by default.");

    private static final ConfigKey<Boolean> TLS =
            ConfigKey.flag("tls", false, "Whether the connection is TLS from its first byte, as on port 465.");

    private static final ConfigKey<StartTls> STARTTLS = ConfigKey.choice(
            "starttls", StartTls.class, StartTls.REQUIRED, "Whether the connection turns to TLS after it was made.");

    private static final ConfigKey<Path> TRUSTED_CERTIFICATE = new ConfigKey<>(
            "trusted-certificate",
            "a readable PEM file",
            null,
            "PEM file with the certificates to trust instead of those of the JVM.",
            MailSettings::readable);

    private static final ConfigKey<String> USERNAME =
            ConfigKey.text("username", null, "Name to log in with; without it, nobody logs in.");

    private static final ConfigKey<String> FROM = ConfigKey.text("from", null, "Address of the sender.")
            .as(MailSettings::isAddress, "a mail address such as gradwatch@example.org");

    private static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
            "timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            "How long to wait for each answer of the server.");

    /** Turn of the connection to TLS after it was made. */
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

    /** Reads the section of a receiver; problems are noted in it. */
    static MailSettings from(ConfigSection section, Owners owners) {
        String host = section.require(HOST);
        boolean tls = section.get(TLS);
        Integer port = section.get(PORT);
        Server server = new Server(
                host,
                port != null ? port : tls ? 465 : 587,
                tls,
                tls ? StartTls.OFF : section.get(STARTTLS),
                section.get(TRUSTED_CERTIFICATE));
        if (tls && section.has(STARTTLS.name())) {
            section.problem(STARTTLS.name(), "is given beside tls: true; such a connection is TLS from its first byte");
        }
        String username = section.get(USERNAME);
        Secret password = section.secret("password");
        if ((username == null) != (password == null) && !section.has("password_file")) {
            section.problem("username", "and password belong together; one of them is missing");
        }
        return new MailSettings(
                server,
                username,
                password,
                section.require(FROM),
                recipients(section),
                toOwner(section, owners),
                section.get(TIMEOUT));
    }

    private static boolean toOwner(ConfigSection section, Owners owners) {
        boolean toOwner = section.get(TO_OWNER);
        if (toOwner && owners.isEmpty()) {
            section.problem(TO_OWNER.name(), "is true, but alerting.owners names nobody that may be written to");
        }
        return toOwner;
    }

    private static List<String> recipients(ConfigSection section) {
        List<String> to = section.texts("to");
        if (to.isEmpty()) {
            section.problem("to", "must be a list of at least one mail address");
        }
        for (String address : to) {
            if (!isAddress(address)) {
                section.problem("to", "has '" + address + "' but must be a list of mail addresses");
            }
        }
        return to;
    }

    private static boolean isAddress(String text) {
        try {
            new InternetAddress(text, true);
            return text.indexOf('@') > 0 && text.chars().noneMatch(Character::isISOControl);
        } catch (AddressException e) {
            return false;
        }
    }

    private static Path readable(String text) {
        Path file = Path.of(text);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("not readable: " + text);
        }
        return file;
    }
}
