package io.gradwatch.schema.access;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Login of this user's clients to a Kafka that asks for one. */
public final class KafkaLogin {

    private KafkaLogin() {}

    /**
     * Properties for a client; empty for a Kafka of which the user's folder knows nothing.
     *
     * @param bootstrapServers host:port, several with commas
     * @throws UncheckedIOException when the file is there and cannot be read
     */
    public static Map<String, String> of(String bootstrapServers) {
        AccessFolder folder = AccessFolder.ofUser();
        for (String server : bootstrapServers.split(",")) {
            Path file = folder.kafka(server);
            try {
                Optional<String> text = folder.read(file);
                if (text.isPresent()) {
                    return parsed(text.get());
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new UncheckedIOException(
                        new IOException("the login of Kafka cannot be read from " + file + ": " + e, e));
            }
        }
        return Map.of();
    }

    private static Map<String, String> parsed(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> login = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> login.put(name, properties.getProperty(name)));
        return login;
    }

    /** What any client needs: where Kafka is, and the login. */
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
