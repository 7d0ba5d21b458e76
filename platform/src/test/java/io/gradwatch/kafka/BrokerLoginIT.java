package io.gradwatch.kafka;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLoginIT {

    private static final BrokerLogin LOGIN = new BrokerLogin("gradwatch", "a-password_of-24-letters");

    @TempDir
    Path folder;

    @Test
    void folderOfABrokerWithoutLogin_keepsItsTopics_andAsksForOneFromNowOn() throws Exception {
        try (EmbeddedBroker open = new EmbeddedBroker(folder, 0)) {
            open.start();
            topics(open, Map.of(), "kept");
            assertThat(nodes(open, Map.of())).isEqualTo(1);
        }
        try (EmbeddedBroker asking = new EmbeddedBroker(folder, 0, Optional.of(LOGIN))) {
            asking.start();
            assertThat(topics(asking, LOGIN.clientProperties(), "new")).contains("kept", "new");

            BrokerLogin wrong = new BrokerLogin("gradwatch", "another-password-of-somebody");
            assertThat(catchThrowable(() -> topics(asking, wrong.clientProperties(), "x")))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
            BrokerLogin stranger = new BrokerLogin("somebody", LOGIN.password());
            assertThat(catchThrowable(() -> topics(asking, stranger.clientProperties(), "x")))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> topics(asking, Map.of(), "x")).isInstanceOf(Exception.class);
            assertThat(topics(asking, LOGIN.clientProperties(), "last")).doesNotContain("x");

            assertThat(nodes(asking, LOGIN.clientProperties())).isEqualTo(1);
            assertThat(catchThrowable(() -> nodes(asking, wrong.clientProperties())))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> nodes(asking, Map.of())).isInstanceOf(Exception.class);
        }
    }

    /** As the controller says. */
    private static int nodes(EmbeddedBroker broker, Map<String, String> login) throws Exception {
        try (Admin admin = admin("bootstrap.controllers", broker.controller(), login)) {
            return admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .size();
        }
    }

    private static Admin admin(String key, String address, Map<String, String> login) {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put(key, address);
        // Without a login there is no answer, only the end of the wait.
        properties.put("request.timeout.ms", login.isEmpty() ? 3_000 : 30_000);
        properties.put("default.api.timeout.ms", login.isEmpty() ? 5_000 : (int) PATIENCE.toMillis());
        return Admin.create(properties);
    }

    private static List<String> topics(EmbeddedBroker broker, Map<String, String> login, String more) throws Exception {
        try (Admin admin = admin("bootstrap.servers", broker.bootstrapServers(), login)) {
            admin.createTopics(List.of(new NewTopic(more, 1, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return List.copyOf(admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }
}
