using System.Globalization;
using System.Text;

namespace DockerNetwork.Model.Text;

/// <summary>
/// Reads CSV as Export-Csv writes it: commas, and quotation marks around fields, doubled within. Anyone may have written the text, so a
/// row has limits: without them, one missing quotation mark makes all that follows one field.
/// </summary>
internal static class CsvRows
{
    /// <summary>The most characters of a row. A result has some hundred.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most fields of a row. A result has some thirty.</summary>
    public const int MaxFields = 1000;

    /// <summary>The fields of each row that is not blank, each row made when it is asked for.</summary>
    /// <exception cref="FormatException">A row is too long or has too many fields.</exception>
    public static IEnumerable<IReadOnlyList<string>> Read(TextReader reader)
    {
        for (var number = 1; ReadRow(reader, number) is { } row; number++)
        {
            if (row is not [{ Length: 0 }])
                yield return row;
        }
    }

    private static List<string>? ReadRow(TextReader reader, int number)
    {
        if (reader.Peek() < 0)
            return null;
        var row = new List<string>();
        var field = new StringBuilder();
        var (quoted, open, length) = (false, false, 0);
        while (reader.Read() is >= 0 and var next)
        {
            var c = (char)next;
            if (++length > MaxLength)
                throw TooLarge($"{MaxLength:N0} characters. Is a quotation mark missing?");
            if (open)
            {
                if (c != '"')
                    field.Append(c);
                else if (reader.Peek() == '"')
                    field.Append((char)reader.Read());
                else
                    open = false;
            }
            else if (c == '"' && !quoted && IsBlank(field))
            {
                (quoted, open) = (true, true);
                field.Clear();
            }
            else if (c == ',')
            {
                End();
            }
            else if (c is '\r' or '\n')
            {
                if (c == '\r' && reader.Peek() == '\n')
                    _ = reader.Read();
                break;
            }
            else if (!quoted || !char.IsWhiteSpace(c))
            {
                field.Append(c);
            }
        }

        End();
        return row;

        void End()
        {
            if (row.Count == MaxFields)
                throw TooLarge($"{MaxFields:N0} columns.");
            row.Add(quoted ? field.ToString() : field.ToString().Trim());
            field.Clear();
            quoted = false;
        }

        FormatException TooLarge(FormattableString what) =>
            new(string.Create(CultureInfo.InvariantCulture, $"Row {number} has more than {what.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static bool IsBlank(StringBuilder field)
    {
        for (var i = 0; i < field.Length; i++)
        {
            if (!char.IsWhiteSpace(field[i]))
                return false;
        }

        return true;
    }
}
