using System.IO.Pipelines;
using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// The octets that go to one client. Packets collect in a buffer while the ones before them are sent, so that no caller waits for a slow
/// client. The buffer is bounded by its callers: above <see cref="HighWater"/> the connection counts as congested, nothing is read from
/// the client and nothing is delivered to it. Thread-safe.
/// </summary>
/// <remarks>
/// A writer may hold the lock of a session. So octets are encrypted and sent on another thread, and packets that many writers add
/// meanwhile leave together. Only <see cref="Flush"/> sends on the thread of its caller.
/// </remarks>
internal sealed class ConnectionOutput(PipeWriter pipe, TimeProvider time) : IThreadPoolWorkItem
{
    /// <summary>Octets from which on the connection is congested.</summary>
    public const int HighWater = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiters = [];
    private PacketBuffer _pending = new();
    private PacketBuffer _sending = new();
    private bool _isCorked;
    private bool _isSending;
    private bool _wasCongested;
    private bool _isClosed;
    private long _sendingSince;

    /// <summary>Called after a congested connection has caught up.</summary>
    public Action Drained { get; set; } = () => { };

    /// <summary>Called when the transport takes no more octets.</summary>
    public Action Failed { get; set; } = () => { };

    /// <summary>Whether the client reads too slowly.</summary>
    public bool IsCongested => Volatile.Read(ref _wasCongested);

    /// <summary>The octets that wait behind those that are sent now.</summary>
    public int Buffered
    {
        get
        {
            lock (_lock)
            {
                return _pending.Length;
            }
        }
    }

    /// <summary>How long the octets that are sent now have been waiting; zero if nothing waits.</summary>
    public TimeSpan Stalled => Interlocked.Read(ref _sendingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>
    /// Writes packets; nothing after <see cref="CloseAsync"/>. Returns what <paramref name="write"/> returns: whether it wrote anything.
    /// </summary>
    public bool Write<TState>(TState state, Func<PacketBuffer, TState, bool> write)
        where TState : allows ref struct
    {
        bool written;
        lock (_lock)
        {
            written = _isClosed || write(_pending, state);
        }

        if (MustSend())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return written;
    }

    /// <summary>Collects packets until <see cref="Flush"/>, because more answers follow.</summary>
    public void Cork()
    {
        lock (_lock)
        {
            _isCorked = true;
        }
    }

    /// <summary>Sends what was collected.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _isCorked = false;
        }

        if (MustSend())
        {
            _ = SendAsync();
        }
    }

    /// <summary>Sends what was written.</summary>
    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    /// <summary>Completes when the connection is not congested.</summary>
    public Task WhenWritableAsync()
    {
        lock (_lock)
        {
            return _isClosed || !_wasCongested ? Task.CompletedTask : Wait();
        }
    }

    /// <summary>Takes no more packets. Completes when those before are sent.</summary>
    public Task CloseAsync()
    {
        Flush();
        lock (_lock)
        {
            _isClosed = true;
            return _isSending ? Wait() : Task.CompletedTask;
        }
    }

    /// <summary>Returns the buffers. Nothing is sent any more.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isClosed = true;
            Wake();
            if (!_isSending)
            {
                _pending.Release();
                _sending.Release();
            }
        }
    }

    private Task Wait()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add(waiter);
        return waiter.Task;
    }

    private void Wake()
    {
        foreach (var waiter in _waiters)
        {
            waiter.TrySetResult();
        }

        _waiters.Clear();
    }

    /// <summary>Whether the caller has to begin to send. Nobody else does so until everything is sent.</summary>
    private bool MustSend()
    {
        lock (_lock)
        {
            if (_pending.Length >= HighWater)
            {
                _wasCongested = true;
                _isCorked = false;
            }

            if (_isSending || _isCorked || _pending.Length == 0)
            {
                return false;
            }

            return _isSending = true;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                bool drained, isEmpty;
                lock (_lock)
                {
                    _sending.Release();
                    isEmpty = _pending.Length == 0;
                    if (isEmpty)
                    {
                        _isSending = false;
                        Interlocked.Exchange(ref _sendingSince, 0);
                        drained = _wasCongested;
                        _wasCongested = false;
                        Wake();
                    }
                    else
                    {
                        (_sending, _pending) = (_pending, _sending);
                        Interlocked.Exchange(ref _sendingSince, time.GetTimestamp());
                        drained = false;
                    }
                }

                if (isEmpty)
                {
                    if (drained)
                    {
                        // On another thread: the caller of Write may hold a lock that the callback takes.
                        ThreadPool.UnsafeQueueUserWorkItem(static output => output.Drained(), this, preferLocal: false);
                    }

                    return;
                }

                _sending.Octets.CopyTo(pipe.GetSpan(_sending.Length));
                pipe.Advance(_sending.Length);
                var flushed = await pipe.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The transport has ended; the read loop notices it too.
        }

        Fail();
    }

    private void Fail()
    {
        lock (_lock)
        {
            (_isClosed, _isSending) = (true, false);
            Interlocked.Exchange(ref _sendingSince, 0);
            _pending.Release();
            _sending.Release();
            Wake();
        }

        ThreadPool.UnsafeQueueUserWorkItem(static output => output.Failed(), this, preferLocal: false);
    }
}
