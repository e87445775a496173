using System.Runtime.InteropServices;

namespace Orchestrator.Attachments.Contents;

/// <summary>Makes what happened to the names in a folder survive a power failure; .NET itself flushes files only.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Flushes it; nothing to do on Windows, whose file systems log renames.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw new IOException($"Expected to open the folder {folder} to flush it, but the system answered {Marshal.GetLastPInvokeError()}; look at the disk.");
        try
        {
            if (Sync(handle) != 0)
                throw new IOException($"Expected to flush the folder {folder}, but the system answered {Marshal.GetLastPInvokeError()}; look at the disk.");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
