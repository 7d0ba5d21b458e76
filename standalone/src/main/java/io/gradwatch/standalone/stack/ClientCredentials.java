package io.gradwatch.standalone.stack;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.access.KafkaLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by which this user's clients find the login of Kafka and the token of the page. Those that an earlier start
 * left at the same addresses are taken away where they are wrong now.
 *
 * <p>The token goes with the page. The login stays for jobs that begin before the next start, unless the next start is
 * at another port; see {@link KafkaLogin}.
 */
final class ClientCredentials implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCredentials.class);

    private final AccessFolder user = AccessFolder.ofUser();
    private final Optional<SharedHost> shared;
    private final List<Path> goWithUs = new CopyOnWriteArrayList<>();

    /** @param shared empty where nobody is asked for anything */
    ClientCredentials(Optional<SharedHost> shared) {
        this.shared = shared;
    }

    /**
     * The embedded Kafka will listen at an address.
     *
     * @param passing true where the next start has another address
     * @throws UncheckedIOException when the file cannot be written
     */
    void kafka(String address, boolean passing) {
        if (shared.isEmpty()) {
            forget(user.kafka(address));
            return;
        }
        try {
            KafkaLogin.write(user, address, shared.get().login().clientProperties());
        } catch (IOException e) {
            throw new UncheckedIOException("the login of Kafka cannot be written to " + user + ": " + e, e);
        }
        if (passing) {
            goWithUs.add(user.kafka(address));
        }
    }

    /** A Kafka of somebody else is used; it may be that of another monitor of this user, which runs. */
    void otherKafka(String bootstrapServers) {
        for (String address : bootstrapServers.split(",")) {
            try {
                if (KafkaLogin.isLeftOver(user, address)) {
                    forget(user.kafka(address));
                }
            } catch (IOException e) {
                LOG.warn("whether an earlier start left a login for {} in {} cannot be read: {}", address, user, e);
            }
        }
    }

    /**
     * The page is served at an address.
     *
     * @param ownTokens true where the operator named the tokens, which are then the operator's to hand out
     * @throws UncheckedIOException when the file cannot be written
     */
    void page(String address, boolean ownTokens) {
        Path file = user.token(address);
        if (shared.isEmpty() || ownTokens) {
            forget(file);
            return;
        }
        try {
            user.write(file, shared.get().writeToken() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be written to " + user + ": " + e, e);
        }
        goWithUs.add(file);
    }

    private void forget(Path file) {
        try {
            user.delete(file);
        } catch (IOException e) {
            LOG.warn("{} of an earlier start on a shared host cannot be deleted: {}", file, e.toString());
        }
    }

    @Override
    public void close() {
        goWithUs.forEach(this::forget);
        goWithUs.clear();
    }

    @Override
    public String toString() {
        return "ClientCredentials(" + user + ")";
    }
}
