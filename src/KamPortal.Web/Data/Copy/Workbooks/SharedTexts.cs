using System.Buffers;
using System.Text;

namespace KamPortal.Data.Copy.Workbooks;

/// <summary>The texts that cells refer to by number, kept end to end: millions of short ones would weigh more as objects.</summary>
internal sealed class SharedTexts
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];

    public int Count => _ends.Count;

    public string this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return Encoding.UTF8.GetString(_bytes.WrittenSpan[start.._ends[index]]);
        }
    }

    public static SharedTexts Read(PartXml xml)
    {
        var texts = new SharedTexts();
        while (xml.Read())
        {
            if (!xml.IsStart("si")) continue;
            Encoding.UTF8.GetBytes(xml.ReadRuns() ?? throw new FileRefusedException("refused.workbook_text", WorkbookLimits.CellCharacters), texts._bytes);
            texts._ends.Add(texts._bytes.WrittenCount);
        }

        return texts;
    }
}
