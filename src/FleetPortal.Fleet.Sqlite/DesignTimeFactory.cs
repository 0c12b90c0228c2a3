using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FleetPortal.Fleet.Sqlite;

/// <summary>Creates the context for <c>dotnet ef migrations add</c>, which compares the model with the last migration.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<FleetDbContext>
{
    public FleetDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<FleetDbContext>()
            .UseSqlite("Data Source=design.db", sqlite => sqlite.MigrationsAssembly(typeof(DesignTimeFactory).Assembly.GetName().Name))
            .Options);
}
