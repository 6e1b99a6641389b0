/// The version of this package, for `--version`, model cards and run folders.
package enum PackageVersion {
    /// As in the change log.
    package static let current = "0.1.0"
}
