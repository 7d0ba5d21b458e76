package io.gradwatch.standalone.settings;

import io.gradwatch.config.ConfigSection;

/** What must have a token on a host that others use too: every user reaches a loopback address. */
final class SharedHostRules {

    private static final String WANTS = "is missing and must be a secret, because shared-host is true and ";

    private SharedHostRules() {}

    /** Notes what is open, as problems of the configuration. */
    static void check(ConfigSection root) {
        ConfigSection agent = root.section("agent");
        if ((agent.has("tcp") || agent.has("mlflow")) && agent.secret("token") == null) {
            agent.problem("token", WANTS + "agent.tcp or agent.mlflow is set");
        }
        for (String part : new String[] {"detection", "alerting"}) {
            ConfigSection metrics = root.section(part).section("metrics");
            if (metrics.has("port") && metrics.secret("token") == null) {
                metrics.problem("token", WANTS + part + ".metrics.port is set");
            }
        }
    }
}
