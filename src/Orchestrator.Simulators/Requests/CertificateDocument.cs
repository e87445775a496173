using System.Globalization;
using System.Text;

namespace Orchestrator.Simulators.Requests;

/// <summary>The smallest PDF that shows which entry it stands for, in place of a signed electronic certificate.</summary>
internal static class CertificateDocument
{
    /// <summary>Makes the document.</summary>
    public static byte[] Make(string entry)
    {
        var text = new string([.. entry.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')]);
        var page = $"BT /F1 18 Tf 72 760 Td (Entry {text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {page.Length} >>\nstream\n{page}\nendstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var document = new StringBuilder("%PDF-1.4\n");
        List<int> offsets = [];
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(document.Length);
            document.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = document.Length;
        document.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            document.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        document.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(document.ToString());
    }
}
