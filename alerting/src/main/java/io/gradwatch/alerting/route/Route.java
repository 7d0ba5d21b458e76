package io.gradwatch.alerting.route;

import java.util.List;

/**
 * Sends what matches to receivers.
 *
 * @param match what it wants
 * @param receivers names of the receivers
 * @param goesOn whether later routes are asked as well; otherwise the first that matches is the last
 */
public record Route(RouteMatch match, List<String> receivers, boolean goesOn) {}
