package io.gradwatch.standalone.stack;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.config.Secret;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.kafka.BrokerLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
     * Closes the folder to others and reads the secrets; makes those that are missing, and all where others could have
     * put theirs.
     *
     * @param progress takes a sentence where others could enter
     * @throws UncheckedIOException when a file cannot be read or written, is another user's, or is damaged: which one
     */
    static SharedHost open(DataFolder data, Consumer<String> progress) {
        Set<PosixFilePermission> others = data.keepToOwner();
        boolean writable =
                others.contains(PosixFilePermission.GROUP_WRITE) || others.contains(PosixFilePermission.OTHERS_WRITE);
        if (!others.isEmpty()) {
            progress.accept("other users could " + (writable ? "write in " : "enter ") + data.root() + " until now"
                    + (writable ? ": passwords and tokens are made anew" : ""));
        }
        Path folder = data.access();
        try {
            SecretFolder secrets = SecretFolder.open(folder, writable);
            return new SharedHost(
                    folder,
                    secret(secrets, folder.resolve("kafka-password")),
                    secret(secrets, folder.resolve("write-token")),
                    secret(secrets, folder.resolve("read-token")));
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets of the shared host cannot be used: " + e.getMessage(), e);
        }
    }

    private static String secret(SecretFolder secrets, Path file) throws IOException {
        Optional<String> known = secrets.read(file);
        if (known.isEmpty()) {
            byte[] bytes = new byte[SECRET_BYTES];
            RANDOM.nextBytes(bytes);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            secrets.write(file, made + "\n");
            return made;
        }
        String text = known.get().strip();
        if (!SECRET.matcher(text).matches()) {
            throw new IOException(
                    file + " is damaged: expected 43 letters, digits, - or _. Delete it to have a new one");
        }
        return text;
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

    /** Token with all rights on the page. */
    String writeToken() {
        return writeToken;
    }

    /**
     * Sentences for people: the parts that ask for a token, and the files that hold the tokens.
     *
     * @param otherKafka addresses of a Kafka that is not ours to protect
     * @param ownTokens true where the operator named the tokens of the page
     */
    String described(Optional<String> otherKafka, boolean ownTokens) {
        String asked = otherKafka
                .map(servers -> "the page asks everyone, but the Kafka at " + servers
                        + " is not ours to protect: see that it asks too, or everyone who reaches it reads and writes"
                        + " all records")
                .orElse("Kafka and the page ask everyone");
        String tokens = ownTokens
                ? "Sign in with the tokens of fleet.tokens"
                : "Sign in with the token in " + folder.resolve("write-token") + ", or in "
                        + folder.resolve("read-token") + " to read only; your own commands and agents find theirs";
        return "a shared host: " + asked + ". " + tokens;
    }
}
