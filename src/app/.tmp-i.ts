const t0 = performance.now()
await import('./platform.ts')
console.log('platform', performance.now() - t0, process.cpuUsage())
