package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.schema.Alert;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The run or runs that a message is about, in words.
 *
 * @param name of the run; with several runs their number, such as "30 runs"
 * @param id of the run; empty with several
 * @param project project that all have in common; empty where there is none
 * @param owner owner; empty where it has none, or with several runs
 * @param host host that all have in common; empty where there is none
 * @param projects number of projects that are known
 * @param hosts number of hosts that are known
 * @param attempt counts restarts, from 0
 * @param link address of the run, with several of the overview; empty where it is not known
 */
public record Subject(
        String name,
        String id,
        String project,
        String owner,
        String host,
        long projects,
        long hosts,
        int attempt,
        String link) {

    private static final int HOST_LENGTH = 30;

    /**
     * The run or runs of alerts.
     *
     * @param alerts at least one; they are of one incident
     * @param page where links lead
     */
    public static Subject of(List<Alert> alerts, Optional<PublicUrl> page) {
        Alert first = alerts.get(0);
        long runs = alerts.stream().map(RunKey::of).distinct().count();
        boolean several = runs > 1;
        return new Subject(
                several ? Quantities.step(runs) + " runs" : runName(first),
                several ? "" : name(first.getRunId()),
                common(alerts, Alert::getProject),
                several ? "" : name(first.getOwner()),
                common(alerts, Alert::getHost),
                count(alerts, Alert::getProject),
                count(alerts, Alert::getHost),
                several ? 0 : first.getAttempt(),
                page.map(known -> several ? known.overview() : known.run(first.getRunId()))
                        .orElse(""));
    }

    private static String common(List<Alert> alerts, Function<Alert, String> label) {
        String first = label.apply(alerts.get(0));
        return alerts.stream().map(label).allMatch(first::equals) ? name(first) : "";
    }

    private static long count(List<Alert> alerts, Function<Alert, String> label) {
        return alerts.stream()
                .map(label)
                .filter(value -> !value.isEmpty())
                .distinct()
                .count();
    }

    /** Name of a run, or its id where it has none. */
    static String runName(Alert alert) {
        String name = name(alert.getRunName());
        return name.isEmpty() ? name(alert.getRunId()) : name;
    }

    private static String name(String text) {
        return PlainText.oneLine(text, Message.NAME_LENGTH);
    }

    /** The sentence with the id of the run, for a channel that shows no id elsewhere. */
    public String sentenceWithId() {
        return sentence() + (several() ? "" : " · id " + id);
    }

    /** True where it is several runs. */
    public boolean several() {
        return id.isEmpty();
    }

    /** Such as "run resnet50 · project vision · owner ada · host node-7 · attempt 2"; the attempt after a restart. */
    public String sentence() {
        return (several() ? name : "run " + name)
                + (project.isEmpty() ? several(" · ", projects, " projects") : " · project " + project)
                + (owner.isEmpty() ? "" : " · owner " + owner)
                + (host.isEmpty() ? several(" · ", hosts, " hosts") : " · host " + host)
                + (attempt == 0 ? "" : " · attempt " + attempt);
    }

    /** Such as "run resnet50 on node-7", "30 runs of vision on node-7" or "500 runs of 20 projects on 63 hosts". */
    String inTitle(int nameLength) {
        String whose = several()
                ? name
                        + (project.isEmpty()
                                ? several(" of ", projects, " projects")
                                : " of " + PlainText.shortened(project, nameLength))
                : "run " + PlainText.shortened(name, nameLength);
        return whose
                + (host.isEmpty() ? several(" on ", hosts, " hosts") : " on " + PlainText.shortened(host, HOST_LENGTH));
    }

    /** A number of several, with words around it; empty where there are not several. */
    private static String several(String before, long number, String noun) {
        return number < 2 ? "" : before + Quantities.step(number) + noun;
    }
}
