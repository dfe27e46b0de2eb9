using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Copy;

/// <summary>Uploaded files in the database, in slices, so that any instance can read what another received.</summary>
public static class FileChunks
{
    public const int Size = 1 << 20;

    /// <summary>Stores a stream of any length, holding one slice in memory at a time.</summary>
    /// <returns>How many bytes were stored.</returns>
    /// <param name="limitOf">The longest file allowed, judged by its first slice.</param>
    /// <exception cref="FileTooLargeException">The stream is longer than allowed.</exception>
    public static async Task<long> StoreAsync(NpgsqlConnection connection, Guid batchId, Stream file, Func<ReadOnlyMemory<byte>, long> limitOf, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""insert into import_file_chunks (batch_id, "index", bytes) values ($1, $2, $3)""", connection);
        command.Parameters.Add(new() { Value = batchId });
        var index = command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Integer });
        var bytes = command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bytea });
        var buffer = new byte[Size];
        var (total, limit) = (0L, 0L);
        for (var i = 0; ; i++)
        {
            var read = await file.ReadAtLeastAsync(buffer, Size, throwOnEndOfStream: false, ct);
            total += read;
            if (i == 0) limit = limitOf(buffer.AsMemory(0, read));
            if (total > limit) throw new FileTooLargeException(limit);
            if (read == 0 && i > 0) return total;
            (index.Value, bytes.Value) = (i, buffer.AsMemory(0, read));
            await command.ExecuteNonQueryAsync(ct);
            if (read < Size) return total;
        }
    }

    /// <summary>The stored file as a stream, fetched slice by slice on a connection of its own.</summary>
    public static Stream Open(NpgsqlDataSource source, Guid batchId) => new Chunks(source, batchId);

    /// <summary>The stored file as a whole, for files that are small by their kind.</summary>
    public static async Task<byte[]> ReadAllAsync(NpgsqlDataSource source, Guid batchId, CancellationToken ct)
    {
        await using var stored = Open(source, batchId);
        using var file = new MemoryStream();
        await stored.CopyToAsync(file, Size, ct);
        return file.ToArray();
    }

    private sealed class Chunks(NpgsqlDataSource source, Guid batchId) : Stream
    {
        private byte[] _chunk = [];
        private int _used;
        private int _next;
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        /// <summary>Bytes handed out so far.</summary>
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (_used == _chunk.Length && !Fetch()) return 0;
            return Take(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_used == _chunk.Length)
            {
                await using var command = Next();
                if (!Keep(await command.ExecuteScalarAsync(cancellationToken))) return 0;
            }

            return Take(buffer.Span);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _chunk.Length - _used);
            _chunk.AsSpan(_used, count).CopyTo(buffer);
            _used += count;
            _position += count;
            return count;
        }

        private bool Fetch()
        {
            using var command = Next();
            return Keep(command.ExecuteScalar());
        }

        private NpgsqlCommand Next()
        {
            var command = source.CreateCommand("""select bytes from import_file_chunks where batch_id = $1 and "index" = $2""");
            command.Parameters.Add(new() { Value = batchId });
            command.Parameters.Add(new() { Value = _next++ });
            return command;
        }

        private bool Keep(object? bytes)
        {
            (_chunk, _used) = (bytes as byte[] ?? [], 0);
            return _chunk.Length > 0;
        }
    }
}

/// <summary>The file is longer than the portal accepts.</summary>
public sealed class FileTooLargeException(long limit) : Exception($"The file is larger than {limit / (1024 * 1024)} MB.")
{
    /// <summary>The longest file accepted, in bytes.</summary>
    public long Limit { get; } = limit;
}
