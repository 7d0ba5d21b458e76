import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes the tables of a labelled folder as Parquet files: runs, rows and layers. Run as a single source file by the script
 * beside it, with DuckDB's driver on the class path.
 */
public final class Parquet {

    private static final String TO = "TO '%s' (FORMAT parquet, COMPRESSION zstd)";
    private static final String ID = "regexp_extract(filename, '([^/]+)[.]csv$', 1) AS id";
    private static final String NUMBERS =
            "'step': 'BIGINT', 'epoch': 'DOUBLE', 'train_loss': 'DOUBLE', 'val_loss': 'DOUBLE', 'train_acc': 'DOUBLE',"
                    + " 'val_acc': 'DOUBLE', 'grad_norm': 'DOUBLE', 'lr': 'DOUBLE'";
    private static final String LAYER_NUMBERS =
            "'step': 'BIGINT', 'epoch': 'DOUBLE', 'layer': 'VARCHAR', 'activation': 'VARCHAR', 'zero_frac': 'DOUBLE',"
                    + " 'sat_frac': 'DOUBLE', 'act_std': 'DOUBLE', 'weight_norm': 'DOUBLE', 'grad_norm': 'DOUBLE'";

    private Parquet() {}

    /** @param arguments the folder, and the folder for the Parquet files */
    public static void main(String[] arguments) throws SQLException {
        if (arguments.length != 2) {
            System.err.println("usage: to-parquet OUT FOLDER");
            System.exit(2);
        }
        Path out = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            copy(statement, to.resolve("runs.parquet"), "SELECT * FROM read_csv(" + text(out.resolve("index.csv")) + ")");
            copy(statement, to.resolve("rows.parquet"), table(out.resolve("logs"), NUMBERS));
            copy(statement, to.resolve("layers.parquet"), table(out.resolve("layers"), LAYER_NUMBERS));
        }
    }

    private static String table(Path folder, String columns) {
        return "SELECT " + ID + ", * EXCLUDE (filename) FROM read_csv(" + text(folder.resolve("*.csv"))
                + ", header = true, filename = true, columns = {" + columns + "}) ORDER BY id, step";
    }

    private static void copy(Statement statement, Path file, String query) throws SQLException {
        statement.execute("COPY (" + query + ") " + String.format(TO, file.toString().replace("'", "''")));
        System.out.println(file);
    }

    private static String text(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
