import Torch
import VolumeRendering

extension Generator {
    /// Points of the field that are evaluated in one go.
    ///
    /// At the published width each activation of so many takes 0.5 GB. Runs that fit a processor's
    /// cache were no faster.
    private static let pointsAtOnce = 1 << 20

    /// Renders rays without recording gradients, in runs, so that memory does not grow with them.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - styles: Styles of B images.
    ///   - draws: Every random number.
    /// - Returns: The pixels.
    package func renderWithoutGradient(
        _ rays: Rays, styles: Styles, draws: SamplingDraws
    ) -> RenderedRays {
        withoutGradient {
            let styled = styled(by: styles)
            let samples = camera.samplesPerRay * (camera.finePass ? 2 : 1)
            let length = max(1, Self.pointsAtOnce / (samples * rays.origins.size(0)))
            let parts = stride(from: 0, to: rays.count, by: length).map { start in
                let run = start..<min(start + length, rays.count)
                return styled.render(rays.narrowed(run), draws: draws.narrowed(run))
            }
            return parts.count == 1 ? parts[0] : .joined(parts)
        }
    }
}
