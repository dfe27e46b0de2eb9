using System.IO.Compression;
using System.Text;
using System.Xml;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>Walks the XML of one part: no document type, nothing fetched, never deeper than a spreadsheet goes.</summary>
internal sealed class PartXml : IDisposable
{
    /// <summary>The vocabulary of spreadsheets, as Excel writes it and as the strict standard has it.</summary>
    private static readonly string[] Spreadsheet = ["http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"];

    private readonly GuardedStream _stream;
    private readonly XmlReader _xml;

    public PartXml(ZipArchiveEntry entry)
    {
        _stream = new(entry);
        _xml = XmlReader.Create(_stream, new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = WorkbookLimits.UnpackedBytes, CloseInput = true,
        });
    }

    public double Fraction => _stream.Fraction;

    public bool IsEmpty => _xml.IsEmptyElement;

    public bool Read()
    {
        if (!_xml.Read()) return false;
        if (_xml.Depth > WorkbookLimits.Depth) throw new XmlException("Too deep.");
        return true;
    }

    public bool IsStart(string name) => _xml.NodeType == XmlNodeType.Element && Is(name);

    public bool IsEnd(string name) => _xml.NodeType == XmlNodeType.EndElement && Is(name);

    /// <summary>An element of the package's own vocabulary, by its local name alone.</summary>
    public bool IsStartOfAny(string name) => _xml.NodeType == XmlNodeType.Element && _xml.LocalName == name;

    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <summary>An attribute by its local name, whatever prefix it has: <c>r:id</c> in both vocabularies.</summary>
    public string? PrefixedAttribute(string name)
    {
        string? value = null;
        while (_xml.MoveToNextAttribute())
        {
            if (_xml.LocalName == name && _xml.Prefix.Length > 0) value = _xml.Value;
        }

        _xml.MoveToElement();
        return value;
    }

    /// <summary>The text of the present element; longer than a cell may be it is null.</summary>
    public string? ReadText()
    {
        if (_xml.IsEmptyElement) return "";
        var depth = _xml.Depth;
        string text = "";
        StringBuilder? parts = null;
        while (Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)) continue;
            if (text.Length == 0) text = _xml.Value;
            else (parts ??= new StringBuilder(text)).Append(_xml.Value);
            if ((parts?.Length ?? text.Length) > 8 * WorkbookLimits.CellCharacters) return null;
        }

        text = Unescaped(parts?.ToString() ?? text);
        return text.Length > WorkbookLimits.CellCharacters ? null : text;
    }

    /// <summary>The text of a shared or inline string: its runs one after the other, without the reading aids of Japanese.</summary>
    public string? ReadRuns()
    {
        if (_xml.IsEmptyElement) return "";
        var (depth, text) = (_xml.Depth, "");
        var aid = int.MaxValue;
        while (Read() && _xml.Depth > depth)
        {
            if (_xml.Depth <= aid) aid = IsStart("rPh") && !IsEmpty ? _xml.Depth : int.MaxValue;
            if (aid < int.MaxValue || !IsStart("t")) continue;
            if (ReadText() is not { } run || text.Length + run.Length > WorkbookLimits.CellCharacters) return null;
            text = text.Length == 0 ? run : text + run;
        }

        return text;
    }

    public void Dispose()
    {
        _xml.Dispose();
        _stream.Dispose();
    }

    private bool Is(string name) => _xml.LocalName == name && (_xml.NamespaceURI == Spreadsheet[0] || _xml.NamespaceURI == Spreadsheet[1]);

    /// <summary>Characters that XML cannot hold are written _x000D_; an underscore that would look like one is _x005F_.</summary>
    private static string Unescaped(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                plain.Append((char)code);
                i += 6;
            }
            else plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
