import Foundation

/// Keeps other processes from training in a folder, until it goes or the process ends in any way.
final class RunLock {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Parameter folder: An existing run's folder.
    /// - Throws: ``RunFolderError`` where somebody else has it.
    init(_ folder: RunFolder) throws(RunFolderError) {
        descriptor = open(folder.url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A file system that knows no locks refuses in other words; then there is none.
        if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            close(descriptor)
            throw RunFolderError.inUse(folder.url.path)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        // A process that somebody starts has a copy of the descriptor until it becomes another program,
        // and closing ours alone would leave the lock with it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
