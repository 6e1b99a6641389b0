import Foundation
import PyTorchFiles
import SafeTensors

/// Named tensors in a file: a checkpoint of PyTorch, or safetensors.
///
///     let file = try WeightsFile(contentsOf: URL(fileURLWithPath: "weights.safetensors"))
///
/// The format is told by what is in the file and not by its name.
package struct WeightsFile: Sendable {
    /// What is known of a tensor before it is read.
    struct Facts: Sendable, Equatable {
        let shape: [Int]
        /// `Int.max` where it is more.
        let byteCount: Int
    }

    /// A dictionary with the tensors that lie in it; safetensors have one.
    struct Dictionary: Sendable {
        /// The keys that lead to it from the outermost dictionary; empty for that one itself.
        let path: [String]
        let tensors: [String: Facts]
        /// Keys of what is neither a tensor nor a dictionary listed of its own.
        let otherKeys: [String]
        /// The classes of those among them that are objects of Python, which are never made.
        let foreign: [String: String]
        /// Reads a tensor of floating point numbers by its key.
        let floats: @Sendable (String) throws -> [Float]

        /// A key, with the class of the object that it leads to.
        func described(_ key: String) -> String {
            key + (foreign[key].map { " (an object of \($0), not made)" } ?? "")
        }
    }

    /// Where the file was when it was opened.
    package let url: URL
    /// Its length in bytes, or that of its tensors.
    let byteCount: Int
    /// The outermost dictionary and all below it, nearest first.
    let dictionaries: [Dictionary]

    /// Opens a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: `PyTorchFileError` or `SafeTensorsError`, for a file of neither format and for one
    ///   that breaks its own.
    package init(contentsOf url: URL) throws {
        do {
            self.init(try PyTorchFile(contentsOf: url))
        } catch {
            // A damaged one is told by its name: its own reader knows what is wrong with it.
            guard
                error.problem == .otherFormat(.safeTensors)
                    || error.problem == .notACheckpoint && url.pathExtension == "safetensors"
            else { throw error }
            self.init(try SafeTensorsFile(contentsOf: url))
        }
    }

    /// The tensors of a checkpoint.
    ///
    /// - Parameter file: The checkpoint.
    package init(_ file: PyTorchFile) {
        (url, byteCount) = (file.url, file.byteCount)
        dictionaries = file.dictionaries.map { dictionary in
            Dictionary(
                path: dictionary.path,
                tensors: dictionary.tensors.mapValues {
                    let (bytes, overflow) = $0.elementCount.multipliedReportingOverflow(
                        by: $0.type.byteCount)
                    return Facts(shape: $0.shape, byteCount: overflow ? .max : bytes)
                },
                otherKeys: dictionary.otherKeys, foreign: dictionary.foreign,
                floats: { try file.floats($0, in: dictionary) })
        }
    }

    /// The tensors of a file whose header was checked.
    ///
    /// - Parameter file: The file.
    package init(_ file: SafeTensorsFile) {
        url = file.url
        byteCount = file.entries.values.reduce(0) { $0 + $1.byteRange.count }
        dictionaries = [
            Dictionary(
                path: [],
                tensors: file.entries.mapValues {
                    Facts(shape: $0.shape, byteCount: $0.byteRange.count)
                },
                otherKeys: [], foreign: [:], floats: { try file.floats($0) })
        ]
    }
}
