package io.gradwatch.standalone.stack;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.http.AccessSettings.Token;
import io.gradwatch.fleet.http.Right;
import io.gradwatch.kafka.BrokerLogin;
import io.gradwatch.schema.access.AccessFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Secrets of a monitor on a host that others use too: the login of Kafka, and a token each to read and to write. They
 * are made at the first start and kept in the data folder; agents and commands of the same user find copies in their
 * {@link AccessFolder}.
 */
final class SharedHost {

    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AccessFolder user = AccessFolder.ofUser();
    private final Path folder;
    private final String kafkaPassword;
    private final String writeToken;
    private final String readToken;

    private SharedHost(Path folder, String kafkaPassword, String writeToken, String readToken) {
        this.folder = folder;
        this.kafkaPassword = kafkaPassword;
        this.writeToken = writeToken;
        this.readToken = readToken;
    }

    /**
     * Reads the secrets; makes those that are missing.
     *
     * @throws UncheckedIOException when a file cannot be read or written, or is damaged: which one
     */
    static SharedHost open(Path folder) {
        return new SharedHost(
                folder, secret(folder, "kafka-password"), secret(folder, "write-token"), secret(folder, "read-token"));
    }

    private static String secret(Path folder, String name) {
        AccessFolder files = new AccessFolder(folder);
        Path file = folder.resolve(name);
        try {
            Optional<String> known = files.read(file);
            if (known.isEmpty()) {
                byte[] bytes = new byte[SECRET_BYTES];
                RANDOM.nextBytes(bytes);
                String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                files.write(file, made + "\n");
                return made;
            }
            String text = known.get().strip();
            if (!SECRET.matcher(text).matches()) {
                throw new IOException(
                        "it is damaged: expected 43 letters, digits, - or _. Delete it to have a new one");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("the secret in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** That every client of Kafka must show. */
    BrokerLogin login() {
        return new BrokerLogin("gradwatch", kafkaPassword);
    }

    /** The settings with tokens, where the operator named none. */
    FleetSettings protect(FleetSettings fleet) {
        if (!fleet.access().tokens().isEmpty()) {
            return fleet;
        }
        return fleet.withTokens(List.of(
                new Token(System.getProperty("user.name", "owner"), new Secret(writeToken), Right.WRITE),
                new Token("reader", new Secret(readToken), Right.READ)));
    }

    /** Lets this user's clients find the login. */
    void announceKafka(String address) {
        Properties properties = new Properties();
        properties.putAll(login().clientProperties());
        StringWriter text = new StringWriter();
        try {
            properties.store(text, "Made by gradwatch up. Of its owner alone.");
            user.write(user.kafka(address), text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the login of Kafka cannot be written to " + user + ": " + e, e);
        }
    }

    /** Lets this user's commands find the token. */
    void announcePage(String address) {
        try {
            user.write(user.token(address), writeToken + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be written to " + user + ": " + e, e);
        }
    }

    /** Takes away what an earlier start left for this user's clients: here nobody is asked any more. */
    static void forget(Path file) {
        try {
            AccessFolder.ofUser().delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " of an earlier start on a shared host cannot be deleted: " + e, e);
        }
    }

    /** Where the tokens are, for a person. */
    @Override
    public String toString() {
        return "a shared host: Kafka and the page ask everyone. Sign in with the token in "
                + folder.resolve("write-token") + ", or in " + folder.resolve("read-token")
                + " to read only; your own commands and agents find theirs";
    }
}
