package io.gradwatch.kafka;

import java.util.Map;
import java.util.Properties;

/**
 * The one login of an embedded broker on a host that others use too. It is SCRAM and not PLAIN because another process
 * may listen at the port while the broker is away: that one learns no password from a client that logs in, and cannot
 * pass for the broker.
 *
 * @param user name, of letters
 * @param password letters, digits, {@code -} and {@code _}
 */
public record BrokerLogin(String user, String password) {

    private static final String MECHANISM = "SCRAM-SHA-512";

    /** @throws IllegalArgumentException when it could break out of its quotes in a configuration */
    public BrokerLogin {
        if (!user.matches("[A-Za-z]+") || !password.matches("[A-Za-z0-9_-]{16,}")) {
            throw new IllegalArgumentException("the login of Kafka is damaged: expected letters, and 16 or more"
                    + " letters, digits, - or _ for the password");
        }
    }

    /** Properties by which a client logs in. */
    public Map<String, String> clientProperties() {
        return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", MECHANISM, "sasl.jaas.config", jaas());
    }

    /** Asks for the login at both listeners; that of the controller can delete topics. */
    void apply(Properties broker) {
        broker.setProperty("listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        broker.setProperty("inter.broker.listener.name", "PLAINTEXT");
        broker.setProperty("sasl.enabled.mechanisms", MECHANISM);
        broker.setProperty("sasl.mechanism.inter.broker.protocol", MECHANISM);
        broker.setProperty("sasl.mechanism.controller.protocol", MECHANISM);
        for (String listener : new String[] {"plaintext", "controller"}) {
            String prefix = "listener.name." + listener + ".scram-sha-512.";
            broker.setProperty(prefix + "sasl.jaas.config", jaas());
            broker.setProperty(prefix + "sasl.server.callback.handler.class", LoginCallback.class.getName());
        }
    }

    private String jaas() {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerLogin(" + user + ")";
    }
}
