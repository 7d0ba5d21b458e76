package io.gradwatch.alerting.group;

import java.time.Duration;

/**
 * When a group is told.
 *
 * @param groupWait from the first change to the message, so that what belongs together becomes one; zero or more
 * @param groupInterval least time between two messages of an attempt, but for one that turns critical; zero or more
 * @param repeatInterval after which alerts that are still firing and critical are told again; zero means never
 */
public record GroupTiming(Duration groupWait, Duration groupInterval, Duration repeatInterval) {}
