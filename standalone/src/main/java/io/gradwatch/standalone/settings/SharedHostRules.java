package io.gradwatch.standalone.settings;

import io.gradwatch.agent.gateway.GatewaySettings;
import io.gradwatch.config.ConfigSection;
import java.util.Map;

/** Parts that must have a token on a host that others use too: every user reaches a loopback address. */
final class SharedHostRules {

    private static final String WANTS = "is missing and must be a secret, because shared-host is true and ";

    private SharedHostRules() {}

    /**
     * Notes the parts without one, as problems of the configuration.
     *
     * @param environment opens the agent where the configuration does not say its place
     */
    static void check(ConfigSection root, GatewaySettings settings, Map<String, String> environment) {
        ConfigSection agent = root.section("agent");
        if (settings.token().isEmpty()) {
            if (agent.has("tcp") || agent.has("mlflow")) {
                agent.problem("token", WANTS + "agent.tcp or agent.mlflow is set");
            } else if (isOpen(settings, environment)) {
                agent.problem("token", WANTS + "GRADWATCH_AGENT is '" + environment.get("GRADWATCH_AGENT") + "'");
            }
        }
        for (String part : new String[] {"detection", "alerting"}) {
            ConfigSection metrics = root.section(part).section("metrics");
            if (metrics.has("port") && metrics.secret("token") == null) {
                metrics.problem("token", WANTS + part + ".metrics.port is set");
            }
        }
    }

    private static boolean isOpen(GatewaySettings settings, Map<String, String> environment) {
        try {
            return settings.place(environment).tcp().isPresent();
        } catch (IllegalArgumentException e) {
            // No agent starts there, which is said when it does not.
            return false;
        }
    }
}
