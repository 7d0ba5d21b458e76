package io.gradwatch.kafka;

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
        }
    }

    private static List<String> topics(EmbeddedBroker broker, Map<String, String> login, String more) throws Exception {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("request.timeout.ms", 3_000);
        properties.put("default.api.timeout.ms", 5_000);
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(more, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
            return List.copyOf(admin.listTopics().names().get(20, TimeUnit.SECONDS));
        }
    }
}
