package io.gradwatch.alerting.notify.mail;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.notify.mail.MailSettings.StartTls;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes notifiers that send mail. */
@AutoService(NotifierFactory.class)
public final class MailNotifierFactory implements NotifierFactory {

    /** Name of the mail server. */
    public static final ConfigKey<String> HOST = ConfigKey.text("host", null, "Name of the mail server.")
            .that(host -> host.matches("[A-Za-z0-9.:_-]+"), "that is the name or address of a host");

    /** Port of the mail server; the default depends on {@link #TLS}. */
    public static final ConfigKey<Integer> PORT =
            ConfigKey.wholeNumber("port", null, 1, 65_535, "Port of the mail server: 587, with tls 465, by default.");

    /** Whether the connection is TLS from its first byte. */
    public static final ConfigKey<Boolean> TLS =
            ConfigKey.flag("tls", false, "Whether the connection is TLS from its first byte, as on port 465.");

    /** Whether the connection turns to TLS. */
    public static final ConfigKey<StartTls> STARTTLS = ConfigKey.choice(
            "starttls", StartTls.class, StartTls.REQUIRED, "Whether the connection turns to TLS after it was made.");

    /** Certificates to trust. */
    public static final ConfigKey<Path> TRUSTED_CERTIFICATE = new ConfigKey<>(
            "trusted-certificate",
            "a readable PEM file",
            null,
            "PEM file with the certificates to trust instead of those of the JVM.",
            MailNotifierFactory::readable);

    /** Name to log in with. */
    public static final ConfigKey<String> USERNAME =
            ConfigKey.text("username", null, "Name to log in with; without it, nobody logs in.");

    /** Address of the sender. */
    public static final ConfigKey<String> FROM = ConfigKey.text("from", null, "Address of the sender.")
            .that(MailNotifierFactory::isAddress, "that is a mail address such as gradwatch@example.org");

    /** How long to wait for the server. */
    public static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
            "timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            "How long to wait for each answer of the server.");

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public Notifier create(ConfigSection section) {
        String host = section.require(HOST);
        boolean tls = section.get(TLS);
        Integer port = section.get(PORT);
        MailSettings.Server server = new MailSettings.Server(
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
        return new MailNotifier(new MailSettings(
                server, username, password, section.require(FROM), recipients(section), section.get(TIMEOUT)));
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
