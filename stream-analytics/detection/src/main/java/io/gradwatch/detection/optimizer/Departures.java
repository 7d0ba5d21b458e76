package io.gradwatch.detection.optimizer;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Departures of a declared configuration from the sane defaults of K12. */
final class Departures {

    /** Learning rates of Adam above 0.01 and below 1e-7: UMLAUT. */
    private static final double ADAM_HIGH = 1e-2;

    private static final double ADAM_LOW = 1e-7;

    /** UMLAUT warns of more than half. */
    private static final double DROPOUT = 0.5;

    /** Hidden layers from which on saturating activations lose the gradient. Own choice. */
    private static final int DEEP = 4;

    private static final Set<String> LINEAR = Set.of("linear", "identity", "none");

    /**
     * One departure.
     *
     * @param text a sentence
     * @param remedy a sentence
     * @param item of the knowledge list
     */
    record Departure(String text, String remedy, String item) {}

    private final RunStarted run;
    private final List<Departure> found = new ArrayList<>();

    private Departures(RunStarted run) {
        this.run = run;
    }

    /** All departures, gravest first. */
    static List<Departure> of(RunStarted run) {
        Departures departures = new Departures(run);
        departures.output();
        departures.rate();
        departures.activations();
        departures.dropout();
        return departures.found;
    }

    private void output() {
        if (run.getLayers().isEmpty()) {
            return;
        }
        String last = activation(run.getLayers().get(run.getLayers().size() - 1));
        String loss = text("loss", "lossfunction", "criterion");
        boolean logits =
                loss.contains("logits") || text("fromlogits").equals("true") || loss.equals("crossentropyloss");
        if (last.equals("softmax") && logits) {
            add("The output is softmaxed, but the loss expects logits.", "Leave the softmax to the loss.", "K8");
        }
        String objective = run.getObjective() == null ? "" : run.getObjective().toLowerCase(Locale.ROOT);
        if (objective.equals("regression") && last.equals("softmax")) {
            add("A regression has a softmax output.", "Use a linear output for a regression.", "K4");
        }
    }

    private void rate() {
        double rate = number("learningrate", "lr");
        if (!text("optimizer", "updater", "optim").startsWith("adam") || Double.isNaN(rate)) {
            return;
        }
        if (rate >= ADAM_HIGH || (rate > 0 && rate < ADAM_LOW)) {
            String only = rate >= ADAM_HIGH ? "" : "only ";
            add("Adam has a learning rate of " + only + rate + ".", "Start with a learning rate of 3e-4.", "K12");
        }
    }

    private void activations() {
        int hidden = run.getLayers().size() - 1;
        int sigmoids = 0;
        int linear = 0;
        for (int i = 0; i < hidden; i++) {
            String activation = activation(run.getLayers().get(i));
            sigmoids += activation.equals("sigmoid") ? 1 : 0;
            linear += LINEAR.contains(activation) ? 1 : 0;
        }
        if (sigmoids >= DEEP) {
            add(sigmoids + " hidden layers have sigmoid activations.", "Use ReLU in hidden layers.", "K12");
        }
        if (hidden > 0 && linear == hidden) {
            add("No hidden layer has a non-linearity.", "Use ReLU in hidden layers.", "K12");
        }
    }

    private void dropout() {
        double rate = number("dropout", "dropoutrate", "dropoutprob", "pdropout");
        if (rate > DROPOUT && rate <= 1) {
            add("Dropout is " + rate + ".", "Start without regularization; then at most 0.5.", "K12");
        }
    }

    private void add(String text, String remedy, String item) {
        found.add(new Departure(text, remedy, item));
    }

    private static String activation(Layer layer) {
        return layer.getActivation().strip().toLowerCase(Locale.ROOT);
    }

    /** Value of the first hyper-parameter of one of these names, which are compared by letters and digits only. */
    private String text(String... names) {
        for (String name : names) {
            for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
                if (entry.getKey()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]", "")
                        .equals(name)) {
                    return entry.getValue().strip().toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    private double number(String... names) {
        try {
            return Double.parseDouble(text(names));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
