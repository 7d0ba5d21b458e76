package io.gradwatch.alerting.route;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes in order.
 *
 * @param routes asked one after another
 */
public record RoutingTable(List<AlertRoute> routes) {

    /**
     * Reads {@code alerting.routes}; problems are noted in the section. Without any route, all receivers hear of
     * warnings and worse.
     *
     * @param receivers names of the receivers that there are
     */
    public static RoutingTable from(ConfigSection alerting, List<String> receivers) {
        List<ConfigSection> sections = alerting.list("routes");
        if (sections.isEmpty()) {
            return new RoutingTable(List.of(AlertRoute.atLeast(Severity.WARNING, receivers, false)));
        }
        List<AlertRoute> routes = sections.stream()
                .map(section -> AlertRoute.from(section, receivers))
                .toList();
        for (String name : receivers) {
            if (routes.stream().noneMatch(route -> route.receivers().contains(name))) {
                alerting.problem("receivers", "has '" + name + "' but no route leads to it");
            }
        }
        return new RoutingTable(routes);
    }

    /**
     * Divides a group among the receivers: each gets the changes that a route to it wants, once.
     *
     * @return receivers with what to tell them, in the order of the routes; changes that no route wants are left out
     */
    public Map<String, AlertGroup> divide(AlertGroup group) {
        Map<String, List<AlertChange>> wanted = new LinkedHashMap<>();
        for (AlertChange change : group.changes()) {
            for (String receiver : receivers(change)) {
                wanted.computeIfAbsent(receiver, ignored -> new ArrayList<>()).add(change);
            }
        }
        Map<String, AlertGroup> divided = new LinkedHashMap<>();
        wanted.forEach((receiver, changes) -> divided.put(receiver, new AlertGroup(group.incident(), changes)));
        return divided;
    }

    /** The receivers that a change goes to, in the order of the routes; none where no route wants it. */
    public Set<String> receivers(AlertChange change) {
        Set<String> receivers = new LinkedHashSet<>();
        for (AlertRoute route : routes) {
            if (route.matches(change.alert(), change.severity())) {
                receivers.addAll(route.receivers());
                if (!route.continues()) {
                    break;
                }
            }
        }
        return receivers;
    }
}
