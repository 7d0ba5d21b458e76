package io.gradwatch.alerting;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.route.Route;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code alerting.routes}. */
final class RouteSettings {

    static final ConfigKey<Severity> SEVERITY =
            ConfigKey.choice("severity", Severity.class, Severity.WARNING, "The least severity that the route wants.");
    static final ConfigKey<NamePattern> PROJECT = pattern("project", "Pattern of the project.");
    static final ConfigKey<NamePattern> OWNER = pattern("owner", "Pattern of the owner.");
    static final ConfigKey<NamePattern> RUN = pattern("run", "Pattern of the name of the run.");
    static final ConfigKey<NamePattern> CLASS = pattern("class", "Pattern of the class of the fault, such as nan.");
    static final ConfigKey<Boolean> CONTINUE =
            ConfigKey.flag("continue", false, "Whether later routes are asked as well once this one matched.");

    private RouteSettings() {}

    static RoutingTable read(ConfigSection alerting, List<Receiver> receivers) {
        List<String> known = receivers.stream().map(Receiver::name).toList();
        List<ConfigSection> sections = alerting.list("routes");
        if (sections.isEmpty()) {
            return new RoutingTable(List.of(Route.atLeast(Severity.WARNING, known, false)));
        }
        List<Route> routes = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (ConfigSection section : sections) {
            Route route = route(section, known);
            routes.add(route);
            used.addAll(route.receivers());
        }
        for (String name : known) {
            if (!used.contains(name)) {
                alerting.problem("receivers", "has '" + name + "' but no route leads to it");
            }
        }
        return new RoutingTable(List.copyOf(routes));
    }

    private static Route route(ConfigSection section, List<String> known) {
        ConfigSection match = section.section("match");
        List<String> receivers = section.texts("receivers");
        if (receivers.isEmpty()) {
            section.problem("receivers", "must be a list of at least one receiver");
        }
        for (String name : receivers) {
            if (!known.contains(name)) {
                section.problem("receivers", "has '" + name + "' but the receivers are " + String.join(", ", known));
            }
        }
        return new Route(
                match.get(SEVERITY),
                match.get(PROJECT),
                match.get(OWNER),
                match.get(RUN),
                match.get(CLASS),
                receivers,
                section.get(CONTINUE));
    }

    private static ConfigKey<NamePattern> pattern(String name, String doc) {
        return new ConfigKey<>(
                name,
                "a name with * and ?, or a regular expression between slashes",
                NamePattern.ANY,
                doc,
                NamePattern::of);
    }
}
