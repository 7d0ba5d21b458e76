package io.gradwatch.agent.gateway.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {

    private final LineDecoder decoder = new LineDecoder();

    @Test
    void hello_isReadWithItsDefaults() throws Exception {
        assertThat(decode("{'type':'hello','protocol':1,'session':4611686018427387904,'runId':'r','new key':[1]}"))
                .isEqualTo(new JobLine.Hello(1, "", 1L << 62, 0, "", "r", null, 0, false));
        assertThat(decode("{'type':'hello','protocol':2,'token':'t','session':0,'pid':7,'client':'c','runId':'r',"
                        + "'attempt':3,'rank':2,'alerts':true}"))
                .isEqualTo(new JobLine.Hello(2, "t", 0, 7, "c", "r", 3, 2, true));
    }

    @Test
    void hello_doesNotShowItsToken() throws Exception {
        assertThat(decode("{'type':'hello','protocol':1,'token':'hush','session':0,'runId':'r'}")
                        .toString())
                .doesNotContain("hush");
    }

    @Test
    void started_isReadWithTheDefaultsOfTheSchema() throws Exception {
        RunStarted started = (RunStarted) event("'started':{'name':'digits','project':'demo',"
                + "'hyperparameters':{'lr':'0.1'},'layers':[{'name':'fc1','type':'Linear','parameters':650}],"
                + "'classes':10,'goalError':null}");

        assertThat(started.getName()).isEqualTo("digits");
        assertThat(started.getHyperparameters()).isEqualTo(Map.of("lr", "0.1"));
        assertThat(started.getLayers()).containsExactly(new Layer("fc1", "Linear", 650L, ""));
        assertThat(started.getClasses()).isEqualTo(10);
        assertThat(started.getGoalError()).isNull();
        assertThat(started.getWorldSize()).isEqualTo(1);
        assertThat(started.getHeartbeatIntervalMillis()).isEqualTo(10_000);
        assertThat(started.getReferences()).isEmpty();
        assertSurvivesAvro(started);
    }

    @Test
    void started_saysTagsNotesGroupMetricsAndSummary() throws Exception {
        RunStarted started = (RunStarted) event("'started':{'name':'digits','tags':['baseline','<b>'],"
                + "'notes':'one\\ntwo','group':'sweep-1','metrics':[{'name':'train-val/*','goal':'minimize'}],"
                + "'summary':{'val/loss':0.25,'worst':'NaN'}}");

        assertThat(started.getTags()).containsExactly("baseline", "<b>");
        assertThat(started.getNotes()).isEqualTo("one\ntwo");
        assertThat(started.getGroup()).isEqualTo("sweep-1");
        assertThat(started.getMetrics())
                .containsExactly(new MetricDefinition("train-val/*", "last", "minimize", "", false));
        assertThat(started.getSummary()).isEqualTo(Map.of("val/loss", 0.25, "worst", Double.NaN));
        assertSurvivesAvro(started);
    }

    @Test
    void step_isReadWithRowsOfTensors() throws Exception {
        Step step = (Step) event("'step':{'step':3,'loss':2.31,'batchSize':32,'trainingMode':true,'tokens':9000000000,"
                + "'metrics':{'accuracy':1},'batch':{'outputShape':[32,10],'labelCounts':[3,1]},'tensors':["
                + "['fc1.weight','GRADIENT',640,-0.1,0.1,0.0,0.02,0.5,0,1,2,null],"
                + "{'layer':'b','kind':'ACTIVATION','elements':1,'minimum':0,'maximum':0,'mean':0,"
                + "'standardDeviation':0,'l2Norm':0,'saturatedCount':1}]}");

        assertThat(step.getStep()).isEqualTo(3);
        assertThat(step.getLoss()).isEqualTo(2.31);
        assertThat(step.getBatchSize()).isEqualTo(32);
        assertThat(step.getTokens()).isEqualTo(9_000_000_000L);
        assertThat(step.getMetrics()).isEqualTo(Map.of("accuracy", 1.0));
        assertThat(step.getBatch().getOutputShape()).containsExactly(32, 10);
        assertThat(step.getTensors())
                .containsExactly(
                        new TensorStatistics(
                                "fc1.weight",
                                TensorKind.GRADIENT,
                                640L,
                                -0.1,
                                0.1,
                                0.0,
                                0.02,
                                0.5,
                                0L,
                                1L,
                                2L,
                                null,
                                null),
                        new TensorStatistics(
                                "b", TensorKind.ACTIVATION, 1L, 0.0, 0.0, 0.0, 0.0, 0.0, 0L, 0L, 0L, 1L, null));
        assertSurvivesAvro(step);
    }

    @Test
    void histogram_isTheLastOfTheRow() throws Exception {
        Step step = (Step) event("'step':{'step':3,'tensors':["
                + "['fc1.weight','GRADIENT',640,-0.1,0.1,0.0,0.02,0.5,0,1,2,null,[[-12,300,0,5],[23,1]]],"
                + "['b','GRADIENT',1,0,0,0,0,0,0,0,1,null,[[],[]]],['c','GRADIENT',1,0,0,0,0,0,0,0,1,null,null]]}");

        MagnitudeHistogram expected = new MagnitudeHistogram();
        expected.add(true, -12, 300);
        expected.add(true, -10, 5);
        expected.add(false, 23, 1);
        assertThat(step.getTensors())
                .extracting(tensor -> MagnitudeHistogram.unpack(tensor.getHistogram()))
                .containsExactly(expected, new MagnitudeHistogram(), null);
        assertSurvivesAvro(step);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7| histogram was 7 but must be an array of two",
                "[[]]| histogram was an array of 1 but must be an array of two",
                "[[],[],[]]| histogram was an array of 3 but must be an array of two",
                "[[],{}]| histogram[1] was an object of 0 but must be an array",
                "[[-41,1],[]]| histogram[0][0] was -41 but must be a whole number from -40 to 23",
                "[[],[24,1]]| histogram[1][0] was 24 but must be a whole number from -40 to 23",
                "[[],[22,1,1,1]]| histogram[1] was an array of 4 but must be the exponent 22 and at most 2 counts",
                "[[],[0,-1]]| histogram[1][1] was -1 but must be a whole number from 0 to 72057594037927935",
                "[[],[0,1.5]]| histogram[1][1] was 1.5 but must be a whole number",
                "[[],[0,9223372036854775807]]| histogram[1][1] was 9223372036854775807 but must be a whole number",
                "[[0,300],[0,341]]| histogram counted 641 elements but the tensor has 640"
            })
    void histogramThatCannotBe_isNamedWithWhatWasExpected(String histogram, String message) {
        assertThat(bad("{'type':'record','seq':17,'at':0,'step':{'step':0,'tensors':["
                        + "['a','GRADIENT',640,0,0,0,0,0,0,0,0,null," + histogram + "]]}}"))
                .hasMessageContaining("step.tensors[0]." + message);
    }

    @Test
    void evaluationHeartbeatAndEnd_areRead() throws Exception {
        Evaluation evaluation = (Evaluation) event("'evaluation':{'step':100,'split':'TRAIN_VAL','loss':0.4,"
                + "'errorTypes':[{'name':'night','share':0.5}]}");
        assertThat(evaluation.getSplit()).isEqualTo(Split.TRAIN_VAL);
        assertThat(evaluation.getErrorTypes()).hasSize(1);
        assertSurvivesAvro(evaluation);
        assertThat(event("'heartbeat':{'step':120,'droppedRecords':2}")).isEqualTo(new Heartbeat(120L, 2L, 0L));
        assertThat(event("'heartbeat':{}")).isEqualTo(new Heartbeat(-1L, 0L, 0L));
        assertThat(event("'ended':{'outcome':'FAILED','exception':'ValueError','message':'no','step':1}"))
                .isEqualTo(new RunEnded(Outcome.FAILED, "ValueError", "no", 1L, 0L));
    }

    @Test
    void checkpoint_isRead() throws Exception {
        assertThat(event("'checkpoint':{'step':100,'path':'ckpt/100.pt','sizeBytes':4096,'metrics':{'val/loss':0.5}}"))
                .isEqualTo(new CheckpointSaved(100L, "ckpt/100.pt", 4096L, Map.of("val/loss", 0.5)));
        assertThat(event("'checkpoint':{'path':'last.pt'}"))
                .isEqualTo(new CheckpointSaved(-1L, "last.pt", null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"NaN\"', NaN", "NaN, NaN", "'\"Infinity\"', Infinity", "Infinity, Infinity", "'\"-Infinity\"', -Infinity",
        "-Infinity, -Infinity", "1, 1", "-1.5e-300, -1.5e-300", "0.1, 0.1", "9007199254740993, 9007199254740992"
    })
    void numbers_areReadAsTheyAreMeant(String json, Double expected) throws Exception {
        Step step = (Step) event("'step':{'step':0,'loss':" + json + "}");

        assertThat(step.getLoss()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'step':{}| step.step is missing; it must be a whole number",
                "'checkpoint':{'step':1}| checkpoint.path is missing; it must be text",
                "'checkpoint':{'path':'a','step':-2}| checkpoint.step was -2 but must be at least -1",
                "'checkpoint':{'path':'a','sizeBytes':-1}| checkpoint.sizeBytes was -1 but must be at least 0",
                "'step':{'step':1.0}| step.step was 1.0 but must be a whole number",
                "'step':{'step':-1}| step.step was -1 but must be at least 0",
                "'step':{'step':'1'}| step.step was \"1\" but must be a whole number",
                "'step':{'step':9223372036854775808}| step.step was 9223372036854775808 but must be a whole number",
                "'step':{'step':0,'loss':'low'}| step.loss was \"low\" but must be a number, \"NaN\"",
                "'step':{'step':0,'loss':true}| step.loss was true but must be a number",
                "'step':{'step':0,'loss':[1]}| step.loss was an array of 1 but must be a number",
                "'step':{'step':0,'batchSize':3000000000}| step.batchSize was 3000000000 but must be a whole number",
                "'step':{'step':0,'skippedByLossScaler':1}| step.skippedByLossScaler was 1 but must be true or false",
                "'step':{'step':0,'metrics':{'a b':'x'}}| step.metrics.a b was \"x\" but must be a number",
                "'step':{'step':0,'tensors':[['a','WEIGHT',1,0,0,0,0,0]]}| step.tensors[0].kind was \"WEIGHT\" but"
                        + " must be one of",
                "'step':{'step':0,'tensors':[['a','GRADIENT',1,0,0,0]]}| step.tensors[0].standardDeviation is missing",
                "'step':{'step':0,'tensors':[[1,2,3,4,5,6,7,8,9,10,11,12,13,14]]}| step.tensors[0] was an array of 14 but"
                        + " must be",
                "'step':[0]| step was an array of 1 but must be an object",
                "'started':{}| started.name is missing; it must be text",
                "'started':{'name':'n','worldSize':0}| started.worldSize was 0 but must be at least 1",
                "'started':{'name':'n','layers':[{'type':'Linear'}]}| started.layers[0].name is missing",
                "'evaluation':{'step':0,'split':'DEV'}| evaluation.split was \"DEV\" but must be one of [TRAIN,"
                        + " TRAIN_VAL",
                "'pulse':{}| the record held no event but must hold one of [started, step, evaluation, heartbeat,"
                        + " notice, checkpoint, ended]",
                "'heartbeat':{},'step':{'step':0}| the record held [step, heartbeat] but must hold one of"
            })
    void valueThatCannotBe_isNamedWithWhatWasExpected(String event, String message) {
        assertThat(bad("{'type':'record','seq':17,'at':0," + event + "}"))
                .hasMessageContaining(message)
                .extracting(BadLineException::sequence)
                .isEqualTo(17L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "3",
                "[]",
                "{",
                "{'type':'record'",
                "nope",
                "{} {}",
                "{'type':3}",
                "{'type':'bye'}",
                "{}",
                "{'type':'record','seq':-1,'at':0,'heartbeat':{}}",
                "{'type':'record','seq':'1','heartbeat':{}}",
                "{'type':'record','seq':9223372036854775807,'at':0,'heartbeat':{}}",
                "{'type':'hello','protocol':1,'session':-1,'runId':'r'}"
            })
    void lineThatIsNone_hasNoSequence(String line) {
        assertThat(bad(line).sequence()).isNull();
    }

    @Test
    void deepOrAbsurdJson_isRefusedBeforeItHurts() {
        assertThat(bad("[".repeat(100_000))).hasMessageContaining("depth");
        assertThat(bad("{'type':'record','seq':" + "9".repeat(100_000) + "}")).hasMessageContaining("length");
        assertThat(bad("{'type':'record','seq':1,'at':0,'step':{'step':'" + "x".repeat(100_000) + "'}}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void bytesThatAreNotUtf8_areRefused() {
        assertThatThrownBy(
                        () -> decoder.decode(ByteBuffer.wrap(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})))
                .isInstanceOf(BadLineException.class);
    }

    private JobLine decode(String line) throws BadLineException {
        return decoder.decode(ByteBuffer.wrap(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private Object event(String event) throws BadLineException {
        JobLine.Event line = (JobLine.Event) decode("{'type':'record','seq':5,'at':1795564800000," + event + "}");
        assertThat(line.sequence()).isEqualTo(5);
        assertThat(line.timestampMillis()).isEqualTo(1_795_564_800_000L);
        return line.event();
    }

    private BadLineException bad(String line) {
        BadLineException thrown = catchThrowableOfType(BadLineException.class, () -> decode(line));
        assertThat(thrown).as(line).isNotNull();
        return thrown;
    }

    private static void assertSurvivesAvro(Object event) throws Exception {
        Telemetry telemetry = new Telemetry(new Origin("r", 0, 0, 1L, 0L, 0L, false), event);
        assertThat(Topics.TELEMETRY.codec().decode(Topics.TELEMETRY.codec().encode(telemetry)))
                .isEqualTo(telemetry);
    }
}
