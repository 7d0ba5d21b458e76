package io.gradwatch.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.setup.ScratchFleet;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.fleet.live.view.RunQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cost of the list of all runs while they train: in the API by filter and order, on the page, and in memory. */
@Command(
        name = "fleet-list",
        description =
                "Milliseconds of the list of many live runs, by API and in Chromium, and the heap that they take.")
public final class FleetListCommand extends Benchmark {

    private static final String[] QUESTIONS = {
        "limit=200",
        "sort=loss&order=asc&limit=200",
        "sort=step&order=desc&limit=200",
        "sort=last_event&order=desc&limit=200",
        "sort=name&order=asc&limit=200",
        "state=training&sort=loss&order=desc&limit=200",
        "project=project-7&sort=loss&order=asc&limit=200",
        "owner=owner-17&limit=200",
        "host=node-99.example.org&limit=200",
        "severity=critical&sort=last_event&limit=200",
        "text=run-77&limit=200",
        "state=training&project=project-7&text=9&sort=started&limit=200",
    };
    /** Questions on columns of the jobs' own. */
    private static final String[] COLUMN_QUESTIONS = {
        "runs?sort=config.lr&order=asc&column=config.lr&column=config.model&column=metric.accuracy&limit=200",
        "runs?sort=metric.accuracy&column=metric.accuracy&limit=200",
        "runs?where=lr%20%3E%205e-4&where=model%20=%20net-3&limit=200",
        "runs?text=/run-7.*9$/&limit=200",
        "run-groups?by=config.model&of=metric.accuracy",
        "run-columns?limit=200",
    };

    private static final int WARM_UP = 30;

    @Option(names = "--runs", defaultValue = "10000", description = "Live runs.")
    private int runs;

    @Option(names = "--rate", defaultValue = "1000", description = "Steps/s of all runs.")
    private int rate;

    @Option(names = "--times", defaultValue = "100", description = "Each question.")
    private int times;

    @Option(names = "--paints", defaultValue = "20", description = "Openings of the page.")
    private int paints;

    @Override
    protected void measure() throws Exception {
        try (ScratchKafka kafka = new ScratchKafka();
                ScratchFleet fleet = new ScratchFleet(kafka);
                ManyRuns many = new ManyRuns(kafka, runs, rate)) {
            long heapBefore = heapAfterCollection();
            many.begin();
            ScratchFleet.until(
                    runs + " runs are listed",
                    () -> fleet.service().fleet().runs(RunQuery.newest(1)).total() == runs);
            askAll(fleet, Stream.of(QUESTIONS).map(question -> "runs?" + question).toList());
            askAll(fleet, List.of(COLUMN_QUESTIONS));
            openPages(fleet);
            print(
                    "fleet-list   heap of %,d live runs: %,d MiB more than of none%n",
                    runs, (heapAfterCollection() - heapBefore) >> 20);
        }
    }

    private void askAll(ScratchFleet fleet, List<String> questions) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        Latencies all = new Latencies();
        Map<String, Latencies> each = new LinkedHashMap<>();
        long mostBytes = 0;
        for (int i = -WARM_UP; i < times; i++) {
            for (String question : questions) {
                long begin = System.nanoTime();
                HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url("/api/v1/" + question)))
                        .build();
                HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
                long nanos = System.nanoTime() - begin;
                if (answer.statusCode() != 200 || isEmpty(answer.body())) {
                    throw new IllegalStateException(question + " found nothing: " + answer.statusCode());
                }
                if (i >= 0) {
                    all.add(nanos);
                    each.computeIfAbsent(question, key -> new Latencies()).add(nanos);
                    mostBytes = Math.max(mostBytes, answer.body().length);
                }
            }
        }
        each.forEach((question, latencies) -> print("fleet-list   %-70s %s%n", question, latencies));
        print("fleet-list   %-70s %s   at most %,d bytes%n", "all", all, mostBytes);
    }

    /** True where no list of the answer has anything. */
    private static boolean isEmpty(byte[] answer) throws IOException {
        for (JsonNode field : new ObjectMapper().readTree(answer)) {
            if (!field.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void openPages(ScratchFleet fleet) {
        Latencies painted = new Latencies();
        Latencies rows = new Latencies();
        try (Chromium chromium = new Chromium()) {
            for (int i = -2; i < paints; i++) {
                Page page = chromium.page();
                page.navigate(fleet.url("/runs"));
                page.locator(".run-row a").first().waitFor();
                double row = number(page, "performance.now()");
                double paint = number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime");
                page.context().close();
                if (i >= 0) {
                    painted.add((long) (paint * 1e6));
                    rows.add((long) (row * 1e6));
                }
            }
        }
        print("fleet-list   %-70s %s%n", "first paint of /runs", painted);
        print("fleet-list   %-70s %s%n", "first rows of /runs, as the test sees them", rows);
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
