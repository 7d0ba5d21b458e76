package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Table;
import java.util.List;

/** Lays a table out in HTML that mail programs show alike; numbers stand to the right. */
final class MailTable {

    private static final String LINE = "border-bottom:1px solid #d8dee4;";

    private MailTable() {}

    static String of(Table table) {
        StringBuilder html = new StringBuilder("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
                + " style=\"width:100%;border-collapse:collapse;" + MailHtml.FONT
                + "font-size:13px;line-height:1.4;\">\n<tr>");
        for (int column = 0; column < table.columns().size(); column++) {
            html.append("<th scope=\"col\"" + cell(column, isNumbers(table, column)) + MailHtml.SOFT + "\">"
                    + PlainText.html(table.columns().get(column)) + "</th>");
        }
        html.append("</tr>\n");
        for (Table.Row row : table.rows()) {
            html.append("<tr>");
            for (int column = 0; column < row.cells().size(); column++) {
                String text = row.cells().get(column);
                html.append("<td" + cell(column, isNumbers(table, column)) + MailHtml.INK + "\">"
                        + (column == 0 ? MailHtml.linked(text, row.link()) : PlainText.html(text)) + "</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</table>").toString();
    }

    private static String cell(int column, boolean numbers) {
        String align = numbers ? "right" : "left";
        return " align=\"" + align + "\" valign=\"top\" style=\"text-align:" + align + ";padding:4px "
                + (column == 0 ? "8px 4px 0;" : "4px 4px 4px;") + LINE + MailHtml.CELL;
    }

    private static boolean isNumbers(Table table, int column) {
        List<String> cells =
                table.rows().stream().map(row -> row.cells().get(column)).toList();
        return column > 0 && cells.stream().allMatch(cell -> cell.matches("[0-9.,e-]+"));
    }
}
