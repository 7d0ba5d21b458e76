package io.gradwatch.agent.logs;

import io.gradwatch.schema.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a value in a log can be, beside a metric. The spellings are those that the usual frameworks and trackers write
 * (Keras, Lightning, Transformers, Detectron2, Megatron-LM, Stable-Baselines3, YOLO), the best first; case is ignored,
 * and any of {@code / . - : |} or a space stands for an underscore: {@code Loss/train} is {@code loss_train}.
 */
public enum LogSignal {
    /** Optimizer steps since the start of training, a whole number from 0. */
    STEP(
            (row, value) -> row.step = (long) value,
            "step, global_step, trainer_global_step, _step, iteration, iterations, iter, iters, steps, update, num_updates"),
    /** Passes over the training data, fractions allowed. */
    EPOCH((row, value) -> row.epoch = value, "epoch, train_epoch, current_epoch, epochs"),
    /** Loss of the training data. */
    TRAIN_LOSS(
            (row, value) -> row.loss = value,
            "train_loss, loss_train, loss, training_loss, loss_training, train_loss_step, train_step_loss, batch_loss,"
                    + " train_batch_loss, train_total_loss, total_loss, loss_total, lm_loss, train_lm_loss,"
                    + " lm_loss_training, epoch_train_loss, train_epoch_loss, train_loss_epoch, epoch_loss, xent"),
    /** Loss of the validation data. */
    VAL_LOSS(
            (row, value) -> row.evaluation(Split.TRAIN_VAL).loss = value,
            "val_loss, loss_val, validation_loss, loss_validation, valid_loss, loss_valid, eval_loss, loss_eval,"
                    + " evaluation_loss, dev_loss, loss_dev, val_total_loss, val_lm_loss, lm_loss_validation,"
                    + " epoch_val_loss, val_epoch_loss, val_loss_epoch, evaluation_loss_vs_iterations"),
    /** Loss of the second validation set, which is from the distribution of the test data. */
    TEST_VAL_LOSS((row, value) -> row.evaluation(Split.TEST_VAL).loss = value, "test_val_loss, testval_loss"),
    /** Loss of the test data. */
    TEST_LOSS((row, value) -> row.evaluation(Split.TEST).loss = value, "test_loss, loss_test, epoch_test_loss"),
    /** Accuracy on the training data, 0 to 1. */
    TRAIN_ACC(
            (row, value) -> row.metrics.put(LogSignal.ACCURACY, value),
            "train_acc, train_accuracy, accuracy_train, acc_train, training_accuracy, training_acc, accuracy, acc,"
                    + " train_acc_step, train_accuracy_step, batch_accuracy, train_acc_epoch, train_accuracy_epoch,"
                    + " epoch_train_accuracy, epoch_accuracy"),
    /** Accuracy on the validation data, 0 to 1. */
    VAL_ACC(
            (row, value) -> row.evaluation(Split.TRAIN_VAL).metrics.put(LogSignal.ACCURACY, value),
            "val_acc, val_accuracy, accuracy_val, acc_val, validation_accuracy, validation_acc, accuracy_validation,"
                    + " valid_acc, valid_accuracy, eval_accuracy, eval_acc, accuracy_eval, acc_eval, dev_acc,"
                    + " dev_accuracy, val_acc_epoch, val_accuracy_epoch, epoch_val_accuracy, epoch_val_acc"),
    /** Accuracy on the second validation set, 0 to 1. */
    TEST_VAL_ACC(
            (row, value) -> row.evaluation(Split.TEST_VAL).metrics.put(LogSignal.ACCURACY, value),
            "test_val_acc, test_val_accuracy, testval_acc, testval_accuracy"),
    /** Accuracy on the test data, 0 to 1. */
    TEST_ACC(
            (row, value) -> row.evaluation(Split.TEST).metrics.put(LogSignal.ACCURACY, value),
            "test_acc, test_accuracy, accuracy_test, acc_test"),
    /** Global L2 norm of the gradient, before clipping. */
    GRAD_NORM(
            (row, value) -> row.gradientNorm = value,
            "grad_norm, gradient_norm, train_grad_norm, train_gradient_norm, global_grad_norm, total_grad_norm,"
                    + " grad_norm_total, global_gradient_norm, grad_2_0_norm_total, grad_2_norm_total, gnorm, grdn,"
                    + " train_gnorm, grad_norm_train"),
    /** Learning rate. */
    LR(
            (row, value) -> row.learningRate = value,
            "lr, learning_rate, current_lr, train_lr, train_learning_rate, lr_train, learning_rate_train, epoch_learning_rate,"
                    + " epoch_lr, lr_0, lr_pg0, lr_pg1, x_lr0, lr_pg_0, lr_adam, lr_adamw, lr_adam_pg1, lr_adamw_pg1,"
                    + " lr_sgd, lr_sgd_pg1, lr_nadam, lr_radam, lr_adamax, lr_rmsprop, lr_adagrad, lr_adadelta,"
                    + " lr_adafactor, lr_lion, lr_lamb, lr_muon, lr_rprop, lr_sparseadam, lr_lbfgs"),
    /** Global L2 norm of the trainable parameters. */
    PARAM_NORM(
            (row, value) -> row.parameterNorm = value,
            "param_norm, parameter_norm, params_norm, weight_norm, train_param_norm, train_parameter_norm"),
    /** L2 norm of the update over L2 norm of the parameters. */
    UPDATE_RATIO((row, value) -> row.updateRatio = value, "update_ratio, train_update_ratio"),
    /** Factor of a loss scaler for reduced precision. */
    LOSS_SCALE((row, value) -> row.lossScale = value, "loss_scale, train_loss_scale, grad_scale"),
    /** When it was written; see {@link LogTime}. */
    TIME(
            (row, value) -> row.timeMillis = LogTime.of(value).orElse(0),
            "time, timestamp, wall_time, walltime, datetime, date_time, _timestamp, created_at, logged_at, ts");

    /** Puts a value where it belongs in a row. */
    @FunctionalInterface
    interface Use {
        void put(RowValues row, double value);
    }

    /** Name of the metric that the accuracies become. */
    static final String ACCURACY = "accuracy";

    private static final Map<String, LogSignal> BY_SPELLING = new HashMap<>();

    static {
        for (LogSignal signal : values()) {
            for (String spelling : signal.spellings) {
                if (BY_SPELLING.put(spelling, signal) != null) {
                    throw new IllegalStateException(spelling + " is a spelling of two signals");
                }
            }
        }
    }

    private final Use use;
    private final List<String> spellings;

    LogSignal(Use use, String spellings) {
        this.use = use;
        this.spellings = List.of(spellings.split(", "));
    }

    /** What it is called in a mapping and in a CSV heading, such as {@code train_loss}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The spellings that are known for it, the best first. */
    public List<String> spellings() {
        return spellings;
    }

    /** The ids of all, in order. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(LogSignal::id).toList();
    }

    static Optional<LogSignal> withId(String id) {
        return Arrays.stream(values()).filter(signal -> signal.id().equals(id)).findFirst();
    }

    /** The signal that a column, key or tag of this name usually is. */
    static Optional<LogSignal> spelled(String name) {
        return Optional.ofNullable(BY_SPELLING.get(plain(name)));
    }

    /** The name with its separators as underscores, in lower case. */
    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[/.:| _-]+", "_");
    }

    /** How good a spelling it is, 0 the best. */
    int rank(String name) {
        return spellings.indexOf(plain(name));
    }

    Use use() {
        return use;
    }

    /** What a value must be. */
    String expected() {
        return switch (this) {
            case STEP -> "a whole number from 0";
            case TIME -> "seconds since 1970, or a time such as 2026-11-24 10:00:00";
            default -> "a number, nan, inf or nothing";
        };
    }

    /** Whether the number can be a value. */
    boolean takes(double value) {
        return this != STEP || LoggedNumber.step(value).isPresent();
    }

    /** The ids of all, for messages. */
    static String allIds() {
        return String.join(", ", ids());
    }
}
