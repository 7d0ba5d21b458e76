"""Names of values. Made from the catalogue of names in ``schemas``: change that, not this."""

#: Fields of a step by the names that ``log`` knows.
STEP_FIELDS = {
    "batch_size": "batchSize",
    "batchsize": "batchSize",
    "consumed_tokens": "tokens",
    "data_time_ms": "dataWaitMillis",
    "data_wait_ms": "dataWaitMillis",
    "duration_ms": "durationMillis",
    "epoch": "epoch",
    "grad_2.0_norm_total": "gradientNorm",
    "grad_norm": "gradientNorm",
    "gradient_norm": "gradientNorm",
    "gradnorm": "gradientNorm",
    "learning_rate": "learningRate",
    "learningrate": "learningRate",
    "loss": "loss",
    "loss_scale": "lossScale",
    "lr": "learningRate",
    "num_input_tokens_seen": "tokens",
    "num_tokens": "tokens",
    "param_norm": "parameterNorm",
    "parameter_norm": "parameterNorm",
    "step_time_ms": "durationMillis",
    "tokens": "tokens",
    "tokens_seen": "tokens",
    "update_ratio": "updateRatio",
    "weight_norm": "parameterNorm",
}

#: Largest value of a field that holds a whole number.
WHOLE_FIELDS = {
    "batchSize": 2**31 - 1,
    "hostMemoryBytes": 2**63 - 1,
    "deviceMemoryBytes": 2**63 - 1,
    "tokens": 2**63 - 1,
}

#: Series of the stream, where they are spelled in another way than the fields.
SERIES = {
    "learningRate": "learning_rate",
    "gradientNorm": "gradient_norm",
    "parameterNorm": "parameter_norm",
    "updateRatio": "update_ratio",
    "lossScale": "loss_scale",
    "batchSize": "batch_size",
    "durationMillis": "duration_ms",
    "dataWaitMillis": "data_wait_ms",
    "hostMemoryBytes": "host_memory_bytes",
    "deviceMemoryBytes": "device_memory_bytes",
}

#: Metrics that ``log`` knows by another name.
METRIC = {
    "acc": "accuracy",
}

#: Words for the data of a split that a name may begin with. Longest first, so that train_val is not train.
PREFIXES = (
    ("evaluation", "TRAIN_VAL"),
    ("validation", "TRAIN_VAL"),
    ("train-val", "TRAIN_VAL"),
    ("train_val", "TRAIN_VAL"),
    ("test-val", "TEST_VAL"),
    ("test_val", "TEST_VAL"),
    ("training", None),
    ("testing", "TEST"),
    ("testval", "TEST_VAL"),
    ("train", None),
    ("valid", "TRAIN_VAL"),
    ("eval", "TRAIN_VAL"),
    ("test", "TEST"),
    ("vali", "TRAIN_VAL"),
    ("dev", "TRAIN_VAL"),
    ("trn", None),
    ("tst", "TEST"),
    ("val", "TRAIN_VAL"),
    ("vld", "TRAIN_VAL"),
    ("tr", None),
    ("va", "TRAIN_VAL"),
    ("vl", "TRAIN_VAL"),
)
