package io.gradwatch.access;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Login of this user's clients to a Kafka that asks for one. */
public final class KafkaLogin {

    private static final System.Logger LOG = System.getLogger(KafkaLogin.class.getName());

    /** Sentences that were said: a client may be made often. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private KafkaLogin() {}

    /**
     * Properties for a client; empty for a Kafka of which the user's folder knows nothing, and where that folder cannot
     * be read.
     *
     * @param bootstrapServers host:port, several with commas
     * @throws UncheckedIOException when the file holds no properties
     */
    public static Map<String, String> of(String bootstrapServers) {
        AccessFolder folder = AccessFolder.ofUser();
        for (String server : bootstrapServers.split(",")) {
            Path file = folder.kafka(server);
            try {
                Optional<String> text = read(folder, file);
                if (text.isPresent() && isOf(server.strip(), file, text.get())) {
                    return parsed(text.get());
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new UncheckedIOException(
                        new IOException("the login of Kafka cannot be read from " + file + ": " + e, e));
            }
        }
        return Map.of();
    }

    /** Most users have no such file, and some no home: that must not stop them. */
    private static Optional<String> read(AccessFolder folder, Path file) throws CharacterCodingException {
        try {
            return folder.read(file);
        } catch (CharacterCodingException e) {
            throw e;
        } catch (IOException e) {
            sayOnce("whether Kafka asks for a login cannot be read from " + file + ", so none is shown: " + e);
            return Optional.empty();
        }
    }

    /**
     * True where the login is for the one who listens now. The login of a monitor that has ended stays for its next
     * start: jobs that begin meanwhile need it then, and show it to nobody else. It does not stand in the way of
     * another Kafka of the same user.
     */
    private static boolean isOf(String server, Path file, String text) {
        if (!WriterProcess.hasEnded(text)) {
            return true;
        }
        ListeningUsers host = ListeningUsers.ofHost();
        Set<Long> strangers = host.strangersAt(server);
        if (!strangers.isEmpty()) {
            sayOnce("the monitor that wrote " + file + " has ended, and at " + server + " listens the user with the id "
                    + strangers + ": the login is wanted of that Kafka all the same. If it is yours to use, delete the"
                    + " file");
            return true;
        }
        return host.at(server).isEmpty();
    }

    private static void sayOnce(String sentence) {
        if (SAID.add(sentence)) {
            LOG.log(Level.WARNING, sentence);
        }
    }

    /** Writes the login for clients at an address, as that of this process. */
    public static void write(AccessFolder folder, String address, Map<String, String> login) throws IOException {
        Properties properties = new Properties();
        properties.putAll(login);
        StringWriter text = new StringWriter();
        properties.store(text, "Made by gradwatch up. Of its owner alone.");
        folder.write(folder.kafka(address), WriterProcess.here().comment() + text);
    }

    /** True where there is a login for an address, of a process that has ended. */
    public static boolean isLeftOver(AccessFolder folder, String address) throws IOException {
        return folder.read(folder.kafka(address))
                .filter(WriterProcess::hasEnded)
                .isPresent();
    }

    private static Map<String, String> parsed(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> login = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> login.put(name, properties.getProperty(name)));
        return login;
    }

    /** Properties of a client that needs no more: the address of Kafka, and the login. */
    public static Map<String, Object> properties(String bootstrapServers) {
        return properties(bootstrapServers, Map.of());
    }

    /** The same with more properties. */
    public static Map<String, Object> properties(String bootstrapServers, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(of(bootstrapServers));
        all.put("bootstrap.servers", bootstrapServers);
        all.putAll(more);
        return all;
    }
}
